package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.InterpolateOptions;

/// Brings `[n, c, h, w]` to another size by the nearest element.
public final class UpsamplingNearest2d extends Layer {
    private final InterpolateOptions options;

    /// To the size, or by the scale, of the options.
    public UpsamplingNearest2d(InterpolateOptions options) {
        this.options = options.withMode(InterpolateOptions.Mode.NEAREST);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.upsampleNearest(input, options);
    }

    @Override
    protected String extraRepr() {
        return Upsample.repr(options);
    }
}
