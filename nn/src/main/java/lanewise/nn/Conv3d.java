package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.ConvOptions;
import lanewise.nn.functional.Functional;

/// A convolution over three dimensions: input `[n, c, d, h, w]`, or `[c, d, h, w]` for one example.
///
/// Weight `[m, c/groups, i, k, l]` and bias `[m]` start evenly distributed over ±1/√(c/groups·kernel), as in
/// PyTorch (Kaiming's initialisation with a = √5; He, Zhang, Ren, Sun 2015, arXiv:1502.01852). For the formula see
/// [lanewise.engine.op.Convolution].
public final class Conv3d extends Convolution {
    /// With a bias and PyTorch's default options.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1
    public Conv3d(int inChannels, int outChannels, int kernelSize) {
        this(inChannels, outChannels, kernelSize, new ConvOptions());
    }

    /// With a bias.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1, or the channels cannot be divided
    ///     into the groups
    public Conv3d(int inChannels, int outChannels, int kernelSize, ConvOptions options) {
        this(inChannels, outChannels, new int[] {kernelSize}, options, true, PaddingMode.ZEROS);
    }

    /// With a bias or, before a batch norm, without.
    ///
    /// @throws IllegalArgumentException if one of the numbers is less than 1, or the channels cannot be divided
    ///     into the groups
    public Conv3d(int inChannels, int outChannels, int kernelSize, ConvOptions options, boolean bias) {
        this(inChannels, outChannels, new int[] {kernelSize}, options, bias, PaddingMode.ZEROS);
    }

    /// With all options.
    ///
    /// @param kernelSize one number for all dimensions, or one for each
    /// @throws IllegalArgumentException if one of the numbers is less than 1, or the channels cannot be divided
    ///     into the groups
    public Conv3d(
            int inChannels,
            int outChannels,
            int[] kernelSize,
            ConvOptions options,
            boolean bias,
            PaddingMode paddingMode) {
        super(3, inChannels, outChannels, kernelSize, options, bias, paddingMode);
    }

    @Override
    Tensor convolve(Tensor input, ConvOptions with) {
        return Functional.conv3d(input, weight(), bias(), with);
    }
}
