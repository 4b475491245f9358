package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// The partial inverse of [MaxPool]: each element of `x [n, c, ...]` or `[c, ...]` goes where its index says in its
/// channel of the output, everything else is zero. Of several with one index the last one stays. PyTorch's
/// `max_unpool1d`, `2d` and `3d`.
///
///     y[c, index[c, p]] = x[c, p],  dx[c, p] = dy[c, index[c, p]]
public final class MaxUnpool extends Operation {
    private final LongArray indices;
    private final int[] sizes;

    /// To the given sizes, one for each of the last dimensions.
    ///
    /// @param indices of the input's shape
    public MaxUnpool(LongArray indices, int... sizes) {
        this.indices = indices.contiguous();
        this.sizes = sizes.clone();
    }

    @Override
    public String name() {
        return "maxUnpool" + sizes.length + "d";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if an index lies outside the output's channel
    @Override
    public NDArray forward(NDArray... inputs) {
        Shape shape = only(inputs).shape();
        int d = sizes.length;
        if (shape.rank() != d + 1 && shape.rank() != d + 2) {
            throw new ShapeMismatchException(message("x is " + shape + "; it must have " + (d + 2)
                    + " dimensions, [n, c, ...], or " + (d + 1) + ", [c, ...]"));
        }
        if (!indices.shape().equals(shape)) {
            throw new ShapeMismatchException(
                    message("indices " + indices.shape() + " must have the shape of x " + shape));
        }
        int[] all = shape.toArray();
        System.arraycopy(sizes, 0, all, all.length - d, d);
        NDArray y = NDArray.zeros(Shape.of(all));
        int inputs1 = elementsOfChannel(shape);
        int outputs = elementsOfChannel(y.shape());
        long[] index = indices.data();
        for (int i = 0; i < shape.elements(); i++) {
            long at = index[indices.offset() + i];
            if (at < 0 || at >= outputs) {
                throw new IndexOutOfBoundsException(message("index " + at + " lies outside of the " + outputs
                        + " elements of a channel of the output, " + Arrays.toString(sizes)));
            }
        }
        NDArray x = inputs[0].contiguous();
        for (int i = 0; i < shape.elements(); i++) {
            y.data()[i / inputs1 * outputs + (int) index[indices.offset() + i]] = x.data()[x.offset() + i];
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx == null) {
            return;
        }
        NDArray dy = pass.outputGradient();
        NDArray sum = dx.contributeToZeroed();
        int inputs = elementsOfChannel(sum.shape());
        int outputs = elementsOfChannel(dy.shape());
        long[] index = indices.data();
        float[] target = sum.data();
        float[] source = dy.data();
        for (int i = 0; i < sum.elements(); i++) {
            target[sum.offset() + i] += source[dy.offset() + i / inputs * outputs + (int) index[indices.offset() + i]];
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    private int elementsOfChannel(Shape shape) {
        int elements = 1;
        for (int d = shape.rank() - sizes.length; d < shape.rank(); d++) {
            elements *= shape.dim(d);
        }
        return elements;
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Shape shape = recorder.shape(0);
            Variable dy = recorder.outputGradient();
            int each = elementsOfChannel(shape);
            int channels = 1;
            for (int d = 0; d < shape.rank() - sizes.length; d++) {
                channels *= shape.dim(d);
            }
            Variable rows = dy.reshape(Shape.of(channels, elementsOfChannel(dy.shape())));
            LongArray places = LongArray.of(Shape.of(channels, each), indices.toArray());
            recorder.contribute(0, rows.apply(new Gather(1, places)).reshape(shape));
        }
    }
}
