package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// The sum of a matrix's diagonal, `y = Σᵢ x[i, i]`. Shape `[]`.
///
///     dx[i, j] = dy where i = j,  0 elsewhere
public final class Trace extends Operation {
    /// The operation.
    public static final Trace TRACE = new Trace();

    private Trace() {}

    @Override
    public String name() {
        return "trace";
    }

    /// @throws ShapeMismatchException if `x` is no matrix
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        if (x.shape().rank() != 2) {
            throw new ShapeMismatchException(message("an array " + x.shape() + " is no matrix"));
        }
        int step = x.layout().stride(0) + x.layout().stride(1);
        double sum = 0;
        for (int i = 0; i < Math.min(x.shape().dim(0), x.shape().dim(1)); i++) {
            sum += x.data()[x.offset() + i * step];
        }
        return NDArray.full(Shape.SCALAR, (float) sum);
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dx = sum.contributeToZeroed();
        int columns = dx.shape().dim(1);
        for (int i = 0; i < Math.min(dx.shape().dim(0), columns); i++) {
            dx.data()[dx.offset() + i * (columns + 1)] += pass.outputGradient().item();
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
