package lanewise.engine.kernel;

import java.util.Arrays;

/// The singular value decomposition `A = U·diag(s)·Vᵀ` of a matrix with no fewer rows than columns, by rotations of
/// its columns until each is orthogonal to all others (Hestenes 1958, "Inversion of matrices by biorthogonalization
/// and related results"), in double.
public final class JacobiSvd {
    private static final int MOST_SWEEPS = 60;
    private static final double ORTHOGONAL = 1e-15;

    private final int rows;
    private final int columns;

    /// Of the largest singular value: below, a left vector would be made of rounding errors.
    private static final double NOTHING = 1e-15;

    /// `U·diag(s)`, then `U`, column by column.
    private final double[] a;

    /// `V`, column by column.
    private final double[] v;

    /// The columns' numbers, by falling singular values.
    private final Integer[] order;

    private final double[] values;

    /// Decomposes a matrix.
    ///
    /// @param a `columns` columns of `rows` elements each, one after another; overwritten
    public JacobiSvd(double[] a, int rows, int columns) {
        this.a = a;
        this.rows = rows;
        this.columns = columns;
        this.v = new double[columns * columns];
        for (int i = 0; i < columns; i++) {
            v[i * columns + i] = 1;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && sweep(); sweep++) {
            // until nothing is rotated any more
        }
        this.values = new double[columns];
        this.order = new Integer[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = Math.sqrt(dot(a, i * rows, i * rows, rows));
            order[i] = i;
        }
        Arrays.sort(order, (i, j) -> Double.compare(values[j], values[i]));
        for (int k = 0; k < columns; k++) {
            if (value(k) > NOTHING * value(0)) {
                scale(order[k] * rows, 1 / value(k));
            } else {
                complete(k);
            }
        }
    }

    /// Makes left vector `k` orthogonal to those before it: the first unit vector, from number `k` on, that does
    /// not lie in their span, without its part in it. For a matrix of zeros they are the unit vectors, as LAPACK
    /// has it.
    private void complete(int k) {
        int at = order[k] * rows;
        for (int i = 0; i < rows; i++) {
            Arrays.fill(a, at, at + rows, 0);
            a[at + (k + i) % rows] = 1;
            for (int twice = 0; twice < 2; twice++) {
                for (int before = 0; before < k; before++) {
                    int other = order[before] * rows;
                    double part = dot(a, at, other, rows);
                    for (int j = 0; j < rows; j++) {
                        a[at + j] -= part * a[other + j];
                    }
                }
            }
            double norm = Math.sqrt(dot(a, at, at, rows));
            if (norm > 0.5 / Math.sqrt(rows)) {
                scale(at, 1 / norm);
                return;
            }
        }
    }

    private void scale(int at, double factor) {
        for (int i = 0; i < rows; i++) {
            a[at + i] *= factor;
        }
    }

    /// Singular value `k`, by falling size.
    public double value(int k) {
        return values[order[k]];
    }

    /// Element `i` of the left vector of singular value `k`.
    public double left(int k, int i) {
        return a[order[k] * rows + i];
    }

    /// Element `j` of the right vector of singular value `k`.
    public double right(int k, int j) {
        return v[order[k] * columns + j];
    }

    /// Rotates each pair of columns; returns whether one was not orthogonal.
    private boolean sweep() {
        boolean rotated = false;
        for (int p = 0; p < columns - 1; p++) {
            for (int q = p + 1; q < columns; q++) {
                double alpha = dot(a, p * rows, p * rows, rows);
                double beta = dot(a, q * rows, q * rows, rows);
                double gamma = dot(a, p * rows, q * rows, rows);
                if (!(Math.abs(gamma) > ORTHOGONAL * Math.sqrt(alpha * beta))) {
                    continue;
                }
                rotated = true;
                double zeta = (beta - alpha) / (2 * gamma);
                double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
                double c = 1 / Math.sqrt(1 + t * t);
                rotate(a, p * rows, q * rows, rows, c, c * t);
                rotate(v, p * columns, q * columns, columns, c, c * t);
            }
        }
        return rotated;
    }

    private static double dot(double[] x, int p, int q, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[p + i] * x[q + i];
        }
        return sum;
    }

    private static void rotate(double[] x, int p, int q, int n, double c, double s) {
        for (int i = 0; i < n; i++) {
            double first = x[p + i];
            x[p + i] = c * first - s * x[q + i];
            x[q + i] = s * first + c * x[q + i];
        }
    }
}
