package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.InterpolateOptions;

/// Brings `[n, c, h, w]` to another size by straight lines, with aligned corners.
public final class UpsamplingBilinear2d extends Layer {
    private final InterpolateOptions options;

    /// To the size, or by the scale, of the options.
    public UpsamplingBilinear2d(InterpolateOptions options) {
        this.options = options.withMode(InterpolateOptions.Mode.BILINEAR);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.upsampleBilinear(input, options);
    }

    @Override
    protected String extraRepr() {
        return Upsample.repr(options);
    }
}
