package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;

/// A transposed convolution over two dimensions, which enlarges where the convolution with the same options
/// reduces: input `[n, c, h, w]`, or `[c, h, w]` for one example.
///
/// Weight `[c, m/groups, k, l]` and bias `[m]` start evenly distributed over ±1/√(m/groups·kernel), as in PyTorch.
/// For the formula see [lanewise.engine.op.TransposedConvolution].
public final class ConvTranspose2d extends TransposedConvolution {
    /// With a bias and PyTorch's default options.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public ConvTranspose2d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, new int[] {kernelSize}, new ConvOptions(), true);
    }

    /// With all options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws IllegalArgumentException if one of the numbers is less than 1, or the channels cannot be divided
    ///     into the groups
    public ConvTranspose2d(int inChannels, int outChannels, int[] kernelSize, ConvOptions options, boolean bias) {
        super(2, inChannels, outChannels, kernelSize, options, bias);
    }

    @Override
    Tensor convolve(Tensor input, ConvOptions with) {
        return Functional.convTranspose2d(input, weight(), bias(), with);
    }
}
