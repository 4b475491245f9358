package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.ConvOptions;

/// A transposed convolution over some dimensions, the same for every number of them but for the function.
abstract class TransposedConvolution extends ConvolutionLayer {
    TransposedConvolution(
            int dimensions, int inChannels, int outChannels, int[] kernelSize, ConvOptions options, boolean bias) {
        super(dimensions, inChannels, outChannels, kernelSize, options, bias, true);
        // the operation checks the options, and so they are checked here
        new lanewise.engine.op.TransposedConvolution(
                options.stride(dimensions),
                options.padding(dimensions),
                options.outputPadding(dimensions),
                options.dilation(dimensions),
                options.groups());
    }

    /// The function of this number of dimensions.
    abstract Tensor convolve(Tensor input, ConvOptions with);

    @Override
    public final Tensor forward(Tensor input) {
        return convolve(input, options);
    }

    /// With the output padding that gives an output of this size, one number a dimension: a stride of more than 1
    /// has several sizes to choose from.
    ///
    /// @throws IllegalArgumentException if no output padding does
    public final Tensor forward(Tensor input, int... outputSize) {
        int n = kernelSize.length;
        int[] stride = options.stride(n);
        int[] padding = options.padding(n);
        int[] dilation = options.dilation(n);
        int[] outputPadding = new int[n];
        for (int d = 0; d < n; d++) {
            int least = (input.dim(d - n) - 1) * stride[d] - 2 * padding[d] + dilation[d] * (kernelSize[d] - 1) + 1;
            outputPadding[d] = outputSize[outputSize.length - n + d] - least;
            if (outputPadding[d] < 0 || outputPadding[d] >= stride[d]) {
                throw new IllegalArgumentException(getClass().getSimpleName() + ": the output of dimension " + (d - n)
                        + " can have sizes from " + least + " to " + (least + stride[d] - 1) + ", not "
                        + outputSize[outputSize.length - n + d]);
            }
        }
        return convolve(input, options.withOutputPadding(outputPadding));
    }
}
