package lanewise.engine.kernel;

/// The decomposition `P·A = L·U` of a square matrix by Gauss's elimination with partial pivoting, in double.
public final class LuDecomposition {
    private final double[] lu;
    private final int n;
    private final int[] pivots;
    private double sign = 1;

    /// Decomposes the row-major matrix `a[at .. at + n²)`.
    public LuDecomposition(float[] a, int at, int n) {
        this.n = n;
        this.lu = new double[n * n];
        this.pivots = new int[n];
        for (int i = 0; i < n * n; i++) {
            lu[i] = a[at + i];
        }
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                pivot = Math.abs(lu[i * n + k]) > Math.abs(lu[pivot * n + k]) ? i : pivot;
            }
            pivots[k] = pivot;
            if (pivot != k) {
                sign = -sign;
                swap(lu, k, pivot, n);
            }
            eliminate(k);
        }
    }

    private void eliminate(int k) {
        double divisor = lu[k * n + k];
        if (divisor == 0) {
            return;
        }
        for (int i = k + 1; i < n; i++) {
            double factor = lu[i * n + k] / divisor;
            lu[i * n + k] = factor;
            for (int j = k + 1; j < n; j++) {
                lu[i * n + j] -= factor * lu[k * n + j];
            }
        }
    }

    /// Whether a pivot is 0, so that there is no inverse.
    public boolean isSingular() {
        for (int k = 0; k < n; k++) {
            if (lu[k * n + k] == 0) {
                return true;
            }
        }
        return false;
    }

    /// The ratio of the smallest pivot to the largest, a rough measure of how far from singular it is; 1 if there
    /// is none.
    public double pivotRatio() {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int k = 0; k < n; k++) {
            least = Math.min(least, Math.abs(lu[k * n + k]));
            most = Math.max(most, Math.abs(lu[k * n + k]));
        }
        return n == 0 ? 1 : most == 0 ? 0 : least / most;
    }

    /// The determinant; 1 of the empty matrix.
    public double determinant() {
        double determinant = sign;
        for (int k = 0; k < n; k++) {
            determinant *= lu[k * n + k];
        }
        return determinant;
    }

    /// The determinant's sign: −1, 0 or 1.
    public double sign() {
        double product = sign;
        for (int k = 0; k < n; k++) {
            product *= Math.signum(lu[k * n + k]);
        }
        return product;
    }

    /// The logarithm of the determinant's magnitude; −∞ if it is 0.
    public double logarithm() {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += Math.log(Math.abs(lu[k * n + k]));
        }
        return sum;
    }

    /// `b = A⁻¹·b` for the row-major `b [n, m]`.
    public void solve(double[] b, int m) {
        for (int k = 0; k < n; k++) {
            if (pivots[k] != k) {
                swap(b, k, pivots[k], m);
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(b, i, lu[i * n + k], k, m);
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(b, i, lu[i * n + k], k, m);
            }
            divide(b, i, lu[i * n + i], m);
        }
    }

    /// `b = A⁻ᵀ·b` for the row-major `b [n, m]`.
    public void solveTransposed(double[] b, int m) {
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                subtract(b, i, lu[k * n + i], k, m);
            }
            divide(b, i, lu[i * n + i], m);
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                subtract(b, i, lu[k * n + i], k, m);
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            if (pivots[k] != k) {
                swap(b, k, pivots[k], m);
            }
        }
    }

    private static void subtract(double[] b, int row, double factor, int other, int m) {
        for (int j = 0; j < m; j++) {
            b[row * m + j] -= factor * b[other * m + j];
        }
    }

    private static void divide(double[] b, int row, double divisor, int m) {
        for (int j = 0; j < m; j++) {
            b[row * m + j] /= divisor;
        }
    }

    private static void swap(double[] b, int first, int second, int m) {
        for (int j = 0; j < m; j++) {
            double kept = b[first * m + j];
            b[first * m + j] = b[second * m + j];
            b[second * m + j] = kept;
        }
    }
}
