package lanewise.nn;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.ConvOptions;

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
        this.applied = paddingMode == PaddingMode.ZEROS ? options : options.withPadding(0);
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
        Tensor padded = input;
        for (int d = 0; d < n; d++) {
            int before = same ? total[d] / 2 : total[d];
            int after = same ? total[d] - before : total[d];
            if (before + after > 0) {
                int dimension = d - n;
                padded = padded.indexSelect(dimension, indices(input.dim(dimension), before, after));
            }
        }
        return padded;
    }

    /// Which elements of a dimension come one after another, the padding included.
    private LongTensor indices(int size, int before, int after) {
        int most = switch (paddingMode) {
            case REFLECT -> size - 1;
            case CIRCULAR -> size;
            default -> size == 0 ? 0 : Integer.MAX_VALUE;
        };
        if (Math.max(before, after) > most) {
            throw new lanewise.engine.ShapeMismatchException(getClass().getSimpleName() + ": padding "
                    + Math.max(before, after) + " of mode " + paddingMode + " is more than a dimension of " + size
                    + " elements has for it");
        }
        long[] indices = new long[before + size + after];
        for (int i = 0; i < indices.length; i++) {
            int at = i - before;
            indices[i] = switch (paddingMode) {
                case REFLECT -> at < 0 ? -at : at < size ? at : 2 * size - 2 - at;
                case CIRCULAR -> Math.floorMod(at, size);
                default -> Math.clamp(at, 0, size - 1);
            };
        }
        return LongTensor.of(indices);
    }
}
