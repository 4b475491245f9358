package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;

/// A convolution over some dimensions, the same for every number of them but for the function.
abstract class Convolution extends ConvolutionLayer {
    private final PaddingMode paddingMode;

    /// With padding of another kind the input is padded before, and the convolution has none.
    private final ConvOptions applied;

    Convolution(
            int dimensions,
            int inChannels,
            int outChannels,
            int[] kernelSize,
            ConvOptions options,
            boolean bias,
            PaddingMode paddingMode) {
        super(dimensions, inChannels, outChannels, kernelSize, options, bias, false);
        this.paddingMode = paddingMode;
        int[] padding = options.padding(dimensions);
        // the operation checks the options, and so they are checked here
        new lanewise.engine.op.Convolution(
                options.stride(dimensions), padding, padding, options.dilation(dimensions), options.groups());
        // its own, since they remember the shapes of one layer
        this.applied = paddingMode == PaddingMode.ZEROS ? options.withGroups(options.groups()) : options.withPadding(0);
        if (options.paddingKind() == ConvOptions.Padding.SAME) {
            options.samePadding(this.kernelSize);
        }
    }

    /// The function of this number of dimensions.
    abstract Tensor convolve(Tensor input, ConvOptions with);

    @Override
    public final Tensor forward(Tensor input) {
        return convolve(paddingMode == PaddingMode.ZEROS ? input : padded(input), applied);
    }

    @Override
    final PaddingMode paddingMode() {
        return paddingMode;
    }

    private Tensor padded(Tensor input) {
        int n = kernelSize.length;
        boolean same = options.paddingKind() == ConvOptions.Padding.SAME;
        int[] total = same ? options.samePadding(kernelSize) : options.padding(n);
        int[] sides = new int[2 * n];
        for (int d = 0; d < n; d++) {
            int last = 2 * (n - 1 - d); // pairs of the last dimension come first
            sides[last] = same ? total[d] / 2 : total[d];
            sides[last + 1] = same ? total[d] - sides[last] : total[d];
        }
        return switch (paddingMode) {
            case ZEROS -> Functional.pad(input, sides);
            case REFLECT -> Functional.reflectionPad(input, sides);
            case REPLICATE -> Functional.replicationPad(input, sides);
            case CIRCULAR -> Functional.circularPad(input, sides);
        };
    }
}
