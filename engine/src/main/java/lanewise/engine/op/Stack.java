package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.StridedCopy;

/// Arrays of one shape side by side in a new dimension: `y[..., k, ...] = xₖ[...]`.
///
///     dxₖ[...] = dy[..., k, ...]
public final class Stack extends Operation {
    private final int dimension;

    /// In a new dimension before `dimension`, from `-rank - 1` to `rank`.
    public Stack(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return "stack";
    }

    /// @throws ShapeMismatchException if two arrays differ in shape
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException(message("at least one array is needed"));
        }
        Shape shape = inputs[0].shape();
        int axis = dimension < 0 ? dimension + shape.rank() + 1 : dimension;
        if (axis < 0 || axis > shape.rank()) {
            throw new IndexOutOfBoundsException(message("dimension " + dimension + " for arrays " + shape
                    + "; it must be from " + (-shape.rank() - 1) + " to " + shape.rank()));
        }
        for (NDArray x : inputs) {
            if (!x.shape().equals(shape)) {
                throw new ShapeMismatchException(
                        message("arrays " + shape + " and " + x.shape() + " must have the same shape"));
            }
        }
        NDArray y = NDArray.empty(shape.inserted(axis, inputs.length));
        for (int k = 0; k < inputs.length; k++) {
            NDArray x = inputs[k];
            NDArray part = y.view(y.layout().select(axis, k));
            StridedCopy.copy(
                    x.data(),
                    x.offset(),
                    x.layout().strides(),
                    part.data(),
                    part.offset(),
                    part.layout().strides(),
                    shape.toArray());
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int axis = dy.shape().axis(dimension);
        for (int k = 0; k < dy.shape().dim(axis); k++) {
            GradientSum dx = pass.gradient(k);
            if (dx != null) {
                Summation.contributeRepeated(dx, dy.view(dy.layout().select(axis, k)));
            }
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        for (int k = 0; k < recorder.inputs(); k++) {
            if (recorder.wants(k)) {
                recorder.contribute(k, recorder.outputGradient().apply(new Select(dimension, k)));
            }
        }
    }
}
