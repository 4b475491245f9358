package lanewise.engine.op;

import java.util.Arrays;
import java.util.stream.IntStream;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.ChannelSums;
import lanewise.engine.kernel.ConvolutionShape;
import org.jspecify.annotations.Nullable;

/// What a convolution and a transposed one have in common: the options, the checks, the gradient of the bias.
/// Inputs `x [n, c, spatial...]` or, for one example, `[c, spatial...]`, the weight, and if wanted the bias.
abstract class ConvolutionOperation extends Operation {
    final int dimensions;
    final int[] stride;
    final int[] before;
    final int[] after;
    final int[] dilation;
    final int groups;
    private final String name;

    ConvolutionOperation(String prefix, int[] stride, int[] before, int[] after, int[] dilation, int groups) {
        this.dimensions = stride.length;
        this.stride = stride.clone();
        this.before = before.clone();
        this.after = after.clone();
        this.dilation = dilation.clone();
        this.groups = groups;
        this.name = prefix + dimensions + "d";
        if (dimensions < 1 || dimensions > 3) {
            throw new IllegalArgumentException("convolution: 1 to 3 strides are possible, not " + dimensions);
        }
        checkOption("stride", stride, 1);
        checkOption("padding", before, 0);
        checkOption("padding", after, 0);
        checkOption("dilation", dilation, 1);
        if (groups < 1) {
            throw new IllegalArgumentException(message("groups is " + groups + "; there must be at least 1"));
        }
    }

    final void checkOption(String option, int[] values, int least) {
        if (values.length != dimensions) {
            throw new IllegalArgumentException(message(
                    option + " " + Arrays.toString(values) + " must have " + dimensions + " numbers, one a dimension"));
        }
        for (int value : values) {
            if (value < least) {
                throw new IllegalArgumentException(
                        message(option + " " + Arrays.toString(values) + " must be at least " + least));
            }
        }
    }

    /// @throws ShapeMismatchException if numbers of dimensions, or the bias, do not fit
    final void check(NDArray[] inputs, int outChannels) {
        Shape x = inputs[0].shape();
        if (x.rank() != dimensions + 1 && x.rank() != dimensions + 2) {
            throw new ShapeMismatchException(message("x is " + x + "; it must have " + (dimensions + 2)
                    + " dimensions, [n, c, ...], or " + (dimensions + 1) + ", [c, ...]"));
        }
        if (inputs.length == 3 && !isRow(inputs[2].shape(), outChannels)) {
            throw new ShapeMismatchException(
                    message("bias " + inputs[2].shape() + " must be [" + outChannels + "], one number a channel of y"));
        }
    }

    private static boolean isRow(Shape shape, int length) {
        return shape.rank() == 1 && shape.dim(0) == length;
    }

    /// @throws ShapeMismatchException if the weight has another number of dimensions
    final Shape weightShape(NDArray[] inputs) {
        if (inputs.length != 2 && inputs.length != 3) {
            throw new IllegalArgumentException(
                    message("x, weight and perhaps bias expected, not " + inputs.length + " inputs"));
        }
        Shape weight = inputs[1].shape();
        if (weight.rank() != dimensions + 2) {
            throw new ShapeMismatchException(
                    message("weight is " + weight + "; it must have " + (dimensions + 2) + " dimensions"));
        }
        if (weight.elements() == 0) {
            throw new ShapeMismatchException(message("weight " + weight + " must not be empty"));
        }
        return weight;
    }

    /// The sizes after examples and channels.
    final int[] spatial(Shape shape) {
        int[] sizes = shape.toArray();
        return Arrays.copyOfRange(sizes, sizes.length - dimensions, sizes.length);
    }

    final int channels(Shape x) {
        return x.dim(-dimensions - 1);
    }

    final int images(Shape x) {
        return x.rank() == dimensions + 1 ? 1 : x.dim(0);
    }

    /// The shape of `y`, for one example if `x` is one.
    final Shape result(Shape x, int outChannels, int[] sizes) {
        int lead = x.rank() - dimensions;
        int[] all = new int[x.rank()];
        all[0] = x.dim(0);
        all[lead - 1] = outChannels;
        System.arraycopy(sizes, 0, all, lead, dimensions);
        return Shape.of(all);
    }

    /// The kernel's sizes.
    final ConvolutionShape sizes(int images, int inChannels, int outChannels, int[] input, int[] output, int[] kernel) {
        return new ConvolutionShape(
                images,
                groups,
                inChannels,
                outChannels,
                three(input, 1),
                three(output, 1),
                three(kernel, 1),
                three(stride, 1),
                three(before, 0),
                three(dilation, 1));
    }

    private static int[] three(int[] sizes, int missing) {
        int[] three = new int[3];
        Arrays.fill(three, missing);
        System.arraycopy(sizes, 0, three, 3 - sizes.length, sizes.length);
        return three;
    }

    /// `db = Σ dy` over examples and positions.
    final void addBiasGradient(NDArray dy, @Nullable GradientSum dBias) {
        if (dBias != null) {
            boolean add = dBias.contribute() == Write.ADD;
            NDArray sum = dBias.array();
            int n = images(dy.shape());
            int c = channels(dy.shape());
            int length = 1;
            for (int d = -dimensions; d < 0; d++) {
                length *= dy.shape().dim(d);
            }
            ChannelSums.run(n, c, length, dy.data(), dy.offset(), sum.data(), sum.offset(), add);
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return i < 2;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void gradient(Recorder recorder) {
        Adjoint.contribute(this, 2, recorder);
        if (recorder.wants(2)) {
            Variable dy = recorder.outputGradient();
            int[] others = IntStream.range(0, dy.shape().rank())
                    .filter(d -> d != dy.shape().rank() - dimensions - 1)
                    .toArray();
            recorder.contribute(2, dy.sum(others).reshape(recorder.shape(2)));
        }
    }
}
