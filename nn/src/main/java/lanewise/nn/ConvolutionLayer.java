package lanewise.nn;

import java.util.Arrays;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// What convolutions and transposed ones have in common: weight, bias, options.
abstract class ConvolutionLayer extends Layer {
    final ConvOptions options;
    final int[] kernelSize;
    private final int inChannels;
    private final int outChannels;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    ConvolutionLayer(
            int dimensions,
            int inChannels,
            int outChannels,
            int[] kernelSize,
            ConvOptions options,
            boolean bias,
            boolean transposed) {
        this.inChannels = checked("inChannels", inChannels);
        this.outChannels = checked("outChannels", outChannels);
        this.options = options;
        this.kernelSize = Repr.each(kernelSize, dimensions);
        int groups = options.groups();
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException(name() + ": inChannels " + inChannels + " and outChannels " + outChannels
                    + " cannot both be divided into " + groups + " groups");
        }
        for (int size : this.kernelSize) {
            checked("kernelSize", size);
        }
        int[] sizes = new int[dimensions + 2];
        sizes[0] = transposed ? inChannels : outChannels;
        sizes[1] = (transposed ? outChannels : inChannels) / groups;
        System.arraycopy(this.kernelSize, 0, sizes, 2, dimensions);
        this.weight = registerParameter("weight", parameter(Shape.of(sizes)));
        this.bias = bias ? registerParameter("bias", parameter(Shape.of(outChannels))) : null;
        resetParameters();
    }

    /// Draws weight and bias anew.
    public final void resetParameters() {
        Shape shape = weight.shape();
        float bound = (float) (1 / Math.sqrt((double) shape.elements() / shape.dim(0)));
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    /// The weight.
    public final Parameter weight() {
        return weight;
    }

    /// The bias, a number for each channel of the output, or null if the layer has none.
    public final @Nullable Parameter bias() {
        return bias;
    }

    /// What `padding_mode` is, if it is not the usual one.
    PaddingMode paddingMode() {
        return PaddingMode.ZEROS;
    }

    @Override
    protected final String extraRepr() {
        int n = kernelSize.length;
        StringBuilder text = new StringBuilder()
                .append(inChannels)
                .append(", ")
                .append(outChannels)
                .append(", kernel_size=")
                .append(Repr.of(Shape.of(kernelSize)))
                .append(", stride=")
                .append(Repr.of(Shape.of(options.stride(n))));
        switch (options.paddingKind()) {
            case SAME -> text.append(", padding=same");
            case VALID -> text.append(", padding=valid");
            case GIVEN -> append(text, "padding", options.padding(n), 0);
        }
        append(text, "dilation", options.dilation(n), 1);
        append(text, "output_padding", options.outputPadding(n), 0);
        if (options.groups() != 1) {
            text.append(", groups=").append(options.groups());
        }
        if (bias == null) {
            text.append(", bias=False");
        }
        if (paddingMode() != PaddingMode.ZEROS) {
            text.append(", padding_mode=").append(paddingMode());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String option, int[] values, int usual) {
        if (Arrays.stream(values).anyMatch(value -> value != usual)) {
            text.append(", ").append(option).append('=').append(Repr.of(Shape.of(values)));
        }
    }

    private String name() {
        return getClass().getSimpleName();
    }

    private int checked(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name() + ": " + option + " must be at least 1, not " + value);
        }
        return value;
    }

    private static Parameter parameter(Shape shape) {
        return new Parameter(Tensor.of(NDArray.zerosKept(shape)));
    }
}
