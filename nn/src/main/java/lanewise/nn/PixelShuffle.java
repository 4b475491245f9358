package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Places `r²` channels side by side as pixels: `[..., c·r², h, w]` becomes `[..., c, h·r, w·r]`. Shi et al. 2016,
/// arXiv:1609.05158.
public final class PixelShuffle extends Layer {
    private final int upscaleFactor;

    /// With this `r`.
    public PixelShuffle(int upscaleFactor) {
        this.upscaleFactor = upscaleFactor;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pixelShuffle(input, upscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "upscale_factor=" + upscaleFactor;
    }
}
