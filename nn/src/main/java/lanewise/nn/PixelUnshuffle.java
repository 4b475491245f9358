package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Places pixels of squares of `r` by `r` one behind the other as channels: `[..., c, h·r, w·r]` becomes
/// `[..., c·r², h, w]`. The inverse of [PixelShuffle].
public final class PixelUnshuffle extends Layer {
    private final int downscaleFactor;

    /// With this `r`.
    public PixelUnshuffle(int downscaleFactor) {
        this.downscaleFactor = downscaleFactor;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.pixelUnshuffle(input, downscaleFactor);
    }

    @Override
    protected String extraRepr() {
        return "downscale_factor=" + downscaleFactor;
    }
}
