package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.LuDecomposition;

/// The inverse of each matrix of `a [..., n, n]`, computed in double.
///
///     da = −yᵀ·dy·yᵀ
public final class Inverse extends Operation {
    /// The operation.
    public static final Inverse INVERSE = new Inverse();

    private Inverse() {}

    @Override
    public String name() {
        return "inv";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the matrices are not square
    /// @throws ArithmeticException if one has no inverse
    @Override
    public NDArray forward(NDArray... inputs) {
        SquareMatrices matrices = new SquareMatrices(name(), only(inputs));
        int n = matrices.n;
        NDArray y = NDArray.empty(matrices.a.shape());
        for (int b = 0; b < matrices.count; b++) {
            LuDecomposition lu = Solve.decompose(name(), matrices, b);
            double[] inverse = new double[n * n];
            for (int i = 0; i < n; i++) {
                inverse[i * n + i] = 1;
            }
            lu.solve(inverse, n);
            for (int i = 0; i < n * n; i++) {
                y.data()[b * n * n + i] = (float) inverse[i];
            }
        }
        return y;
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
            LuDecomposition lu = new LuDecomposition(matrices.a.data(), matrices.at(b), n);
            double[] left = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                left[i] = dy.data()[dy.offset() + b * n * n + i];
            }
            lu.solveTransposed(left, n); // yᵀ·dy
            double[] transposed = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                transposed[i % n * n + i / n] = left[i];
            }
            lu.solve(transposed, n); // y·(yᵀ·dy)ᵀ
            for (int i = 0; i < n * n; i++) {
                da.data()[da.offset() + b * n * n + i] -= (float) transposed[i % n * n + i / n];
            }
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Variable y = SquareMatrices.transposed(recorder.input(0).apply(this));
            Variable dy = recorder.outputGradient();
            recorder.contribute(
                    0, y.apply(MatMul.MATMUL, dy).apply(MatMul.MATMUL, y).neg());
        }
    }
}
