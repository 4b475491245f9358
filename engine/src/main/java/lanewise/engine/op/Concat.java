package lanewise.engine.op;

import lanewise.engine.AnyArray;
import lanewise.engine.Layout;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.StridedCopy;

/// Arrays one after another along a dimension; they agree in the sizes of all others.
///
///     dxₖ = the part of dy that came from xₖ
///
/// An array of shape `[0]` fits any others and adds nothing, as in PyTorch. An instance serves one forward pass,
/// whose sizes it holds.
public final class Concat extends Operation {
    private static final String NAME = "cat";

    private final int dimension;

    /// The sizes of the inputs along the dimension.
    private int[] sizes = {};

    /// Along `dimension`; a negative one counts from the end.
    public Concat(int dimension) {
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return NAME;
    }

    /// @throws ShapeMismatchException if two arrays disagree in the rank or in the size of another dimension
    @Override
    public NDArray forward(NDArray... inputs) {
        Shape pattern = pattern(inputs);
        int axis = pattern.axis(dimension);
        int[] starts = new int[inputs.length + 1];
        for (int i = 0; i < inputs.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], size(inputs[i].shape(), pattern, axis));
        }
        NDArray y = NDArray.empty(pattern.with(axis, starts[inputs.length]));
        sizes = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            sizes[i] = starts[i + 1] - starts[i];
            if (sizes[i] > 0) {
                copy(inputs[i], y, y.layout().narrow(axis, starts[i], sizes[i]));
            }
        }
        return y;
    }

    private static void copy(NDArray x, NDArray y, Layout part) {
        StridedCopy.copy(
                x.data(),
                x.offset(),
                x.layout().strides(),
                y.data(),
                part.offset(),
                part.strides(),
                x.shape().toArray());
    }

    /// The first shape that is not `[0]`, if there is any: that one fits all.
    ///
    /// @throws IllegalArgumentException if there is no array
    static Shape pattern(AnyArray... inputs) {
        if (inputs.length == 0) {
            throw new IllegalArgumentException(NAME + ": at least one array is needed");
        }
        for (AnyArray x : inputs) {
            if (!isNothing(x.shape())) {
                return x.shape();
            }
        }
        return inputs[0].shape();
    }

    private static boolean isNothing(Shape shape) {
        return shape.rank() == 1 && shape.dim(0) == 0;
    }

    /// How many indices of dimension `axis` an array of this shape adds.
    ///
    /// @throws ShapeMismatchException if it does not fit the pattern
    static int size(Shape shape, Shape pattern, int axis) {
        if (isNothing(shape)) {
            return 0;
        }
        if (shape.rank() != pattern.rank()
                || !shape.with(axis, pattern.dim(axis)).equals(pattern)) {
            throw new ShapeMismatchException(
                    NAME + ": arrays " + pattern + " and " + shape + " must agree in every dimension but " + axis);
        }
        return shape.dim(axis);
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int axis = dy.shape().axis(dimension);
        int start = 0;
        for (int i = 0; i < sizes.length; i++) {
            GradientSum dx = pass.gradient(i);
            if (dx != null && isNothing(dx.shape())) {
                dx.contribute();
            } else if (dx != null) {
                Summation.contributeRepeated(dx, dy.view(dy.layout().narrow(axis, start, sizes[i])));
            }
            start += sizes[i];
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        int start = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (recorder.wants(i) && !isNothing(recorder.shape(i))) {
                recorder.contribute(i, dy.apply(new Narrow(dimension, start, sizes[i])));
            }
            start += sizes[i];
        }
    }
}
