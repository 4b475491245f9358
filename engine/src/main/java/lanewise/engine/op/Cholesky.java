package lanewise.engine.op;

import lanewise.engine.NDArray;

/// Cholesky's decomposition `a = y·yᵀ` of each symmetric positive definite matrix of `a [..., n, n]`, `y` lower
/// triangular, computed in double. Only the lower triangle of `a` is read.
///
///     da = ½·(s + sᵀ)  with s = y⁻ᵀ·φ(yᵀ·dy)·y⁻¹,  where φ takes the lower triangle and half of the diagonal
///
/// Murray 2016, "Differentiation of the Cholesky decomposition".
public final class Cholesky extends Operation {
    /// The operation.
    public static final Cholesky CHOLESKY = new Cholesky();

    private Cholesky() {}

    @Override
    public String name() {
        return "cholesky";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the matrices are not square
    /// @throws ArithmeticException if one is not positive definite
    @Override
    public NDArray forward(NDArray... inputs) {
        SquareMatrices matrices = new SquareMatrices(name(), only(inputs));
        int size = matrices.n * matrices.n;
        NDArray y = NDArray.empty(matrices.a.shape());
        for (int b = 0; b < matrices.count; b++) {
            double[] lower = decompose(matrices, b);
            for (int i = 0; i < size; i++) {
                y.data()[b * size + i] = (float) lower[i];
            }
        }
        return y;
    }

    private double[] decompose(SquareMatrices matrices, int b) {
        int n = matrices.n;
        double[] lower = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrices.a.data()[matrices.at(b) + i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i * n + k] * lower[j * n + k];
                }
                if (i == j && !(sum > 0)) {
                    throw new ArithmeticException(message("matrix " + b + " of " + matrices.a.shape()
                            + " is not positive definite: its leading minor of order " + (i + 1)
                            + " is not positive"));
                }
                lower[i * n + j] = i == j ? Math.sqrt(sum) : sum / lower[j * n + j];
            }
        }
        return lower;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        SquareMatrices matrices = new SquareMatrices(name(), pass.input(0));
        int n = matrices.n;
        NDArray da = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        for (int b = 0; b < matrices.count; b++) {
            double[] lower = decompose(matrices, b);
            double[] s = lowerOfProduct(lower, dy, dy.offset() + b * n * n, n);
            solveTransposed(lower, s, n);
            double[] transposed = transposed(s, n);
            solveTransposed(lower, transposed, n); // (s·y⁻¹)ᵀ = y⁻ᵀ·sᵀ
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double both = transposed[i * n + j] + transposed[j * n + i];
                    da.data()[da.offset() + b * n * n + i * n + j] += (float) (both / 2);
                }
            }
        }
    }

    /// `φ(yᵀ·dy)`
    private static double[] lowerOfProduct(double[] lower, NDArray dy, int at, int n) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < n; k++) {
                    sum += k < j ? 0 : lower[k * n + i] * dy.data()[at + k * n + j];
                }
                product[i * n + j] = i == j ? sum / 2 : sum;
            }
        }
        return product;
    }

    /// `b = y⁻ᵀ·b`
    private static void solveTransposed(double[] lower, double[] b, int n) {
        for (int i = n - 1; i >= 0; i--) {
            for (int j = 0; j < n; j++) {
                double sum = b[i * n + j];
                for (int k = i + 1; k < n; k++) {
                    sum -= lower[k * n + i] * b[k * n + j];
                }
                b[i * n + j] = sum / lower[i * n + i];
            }
        }
    }

    private static double[] transposed(double[] x, int n) {
        double[] y = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            y[i % n * n + i / n] = x[i];
        }
        return y;
    }
}
