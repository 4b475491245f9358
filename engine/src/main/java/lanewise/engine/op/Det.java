package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.Cofactors;
import lanewise.engine.kernel.LuDecomposition;

/// The determinant of each matrix of `a [..., n, n]`, computed in double. Result `[...]`.
///
///     da = dy·C  with C the cofactors of a, which are det(a)·a⁻ᵀ where there is an inverse
public final class Det extends Operation {
    /// The operation.
    public static final Det DET = new Det();

    private Det() {}

    @Override
    public String name() {
        return "det";
    }

    /// @throws lanewise.engine.ShapeMismatchException if the matrices are not square
    @Override
    public NDArray forward(NDArray... inputs) {
        SquareMatrices matrices = new SquareMatrices(name(), only(inputs));
        NDArray y = NDArray.empty(matrices.batch());
        for (int b = 0; b < matrices.count; b++) {
            y.data()[b] = (float) new LuDecomposition(matrices.a.data(), matrices.at(b), matrices.n).determinant();
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
        int size = matrices.n * matrices.n;
        NDArray da = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        for (int b = 0; b < matrices.count; b++) {
            double[] cofactors = Cofactors.of(matrices.a.data(), matrices.at(b), matrices.n);
            for (int i = 0; i < size; i++) {
                da.data()[da.offset() + b * size + i] += (float) (dy.data()[dy.offset() + b] * cofactors[i]);
            }
        }
    }

    /// By the inverse, of matrices that have one.
    ///
    /// @throws ArithmeticException if one has none
    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Variable dy = recorder.outputGradient();
            Variable a = recorder.input(0);
            Variable product = dy.mul(a.apply(this));
            Shape ofNumbers = dy.shape()
                    .inserted(dy.shape().rank(), 1)
                    .inserted(dy.shape().rank() + 1, 1);
            recorder.contribute(
                    0, SquareMatrices.transposed(a.apply(Inverse.INVERSE)).mul(product.reshape(ofNumbers)));
        }
    }
}
