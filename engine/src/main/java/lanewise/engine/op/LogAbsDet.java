package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.LuDecomposition;

/// The logarithm of the determinant's magnitude of each matrix of `a [..., n, n]`, and the determinant's sign;
/// neither overflows. −∞ and 0 where there is no inverse. Result `[...]`.
///
///     da = dy·a⁻ᵀ
///
/// An instance serves one forward pass, whose signs it holds.
public final class LogAbsDet extends Operation {
    private NDArray signs = NDArray.empty(Shape.of(0));

    /// For one forward pass.
    public LogAbsDet() {}

    @Override
    public String name() {
        return "slogdet";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the matrices are not square
    @Override
    public NDArray forward(NDArray... inputs) {
        SquareMatrices matrices = new SquareMatrices(name(), only(inputs));
        NDArray y = NDArray.empty(matrices.batch());
        signs = NDArray.empty(matrices.batch());
        for (int b = 0; b < matrices.count; b++) {
            LuDecomposition lu = new LuDecomposition(matrices.a.data(), matrices.at(b), matrices.n);
            y.data()[b] = (float) lu.logarithm();
            signs.data()[b] = (float) lu.sign();
        }
        return y;
    }

    /// The determinants' signs, −1, 0 or 1, of the result's shape; after [#forward].
    public NDArray signs() {
        return signs;
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
            double[] gradient = new double[n * n];
            for (int i = 0; i < n; i++) {
                gradient[i * n + i] = dy.data()[dy.offset() + b];
            }
            lu.solveTransposed(gradient, n);
            for (int i = 0; i < n * n; i++) {
                da.data()[da.offset() + b * n * n + i] += (float) gradient[i];
            }
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Variable dy = recorder.outputGradient();
            Variable inverse = recorder.input(0).apply(Inverse.INVERSE);
            Shape ofNumbers = dy.shape()
                    .inserted(dy.shape().rank(), 1)
                    .inserted(dy.shape().rank() + 1, 1);
            recorder.contribute(0, SquareMatrices.transposed(inverse).mul(dy.reshape(ofNumbers)));
        }
    }
}
