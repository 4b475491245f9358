package lanewise.engine.kernel;

/// The cofactors of a square matrix, the gradient of its determinant: `det(A)·A⁻ᵀ`, and where there is no inverse
/// `det(U)·det(V)·U·diag(Π sⱼ over j ≠ i)·Vᵀ` of the singular value decomposition.
public final class Cofactors {
    /// Below it the inverse loses more digits than the other way.
    private static final double SINGULAR = 1e-8;

    private Cofactors() {}

    /// The cofactors of the row-major matrix `a[at .. at + n²)`, row-major.
    public static double[] of(float[] a, int at, int n) {
        LuDecomposition lu = new LuDecomposition(a, at, n);
        return lu.pivotRatio() > SINGULAR ? byInverse(lu, n) : bySingularValues(a, at, n);
    }

    private static double[] byInverse(LuDecomposition lu, int n) {
        double[] cofactors = new double[n * n];
        for (int i = 0; i < n; i++) {
            cofactors[i * n + i] = lu.determinant();
        }
        lu.solveTransposed(cofactors, n);
        return cofactors;
    }

    private static double[] bySingularValues(float[] a, int at, int n) {
        double[] columns = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            columns[i % n * n + i / n] = a[at + i];
        }
        JacobiSvd svd = new JacobiSvd(columns, n, n);
        float[] left = new float[n * n];
        float[] right = new float[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                left[i * n + k] = (float) svd.left(k, i);
                right[i * n + k] = (float) svd.right(k, i);
            }
        }
        // each determinant is 1 or −1, so floats are enough
        double sign = new LuDecomposition(left, 0, n).sign() * new LuDecomposition(right, 0, n).sign();
        double[] cofactors = new double[n * n];
        for (int k = 0; k < n; k++) {
            double product = sign;
            for (int other = 0; other < n; other++) {
                product *= other == k ? 1 : svd.value(other);
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    cofactors[i * n + j] += product * svd.left(k, i) * svd.right(k, j);
                }
            }
        }
        return cofactors;
    }
}
