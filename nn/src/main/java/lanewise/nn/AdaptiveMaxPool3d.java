package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// The greatest elements of windows that divide three dimensions into a given number of parts: input `[n, c, d, h,
/// w]` or `[c, d, h, w]`. See [lanewise.engine.op.AdaptiveMaxPool].
public final class AdaptiveMaxPool3d extends AdaptivePoolLayer {
    /// To an output of this size: one number for all dimensions, or one for each; [Functional#KEEP] for the
    /// input's.
    ///
    /// @throws IllegalArgumentException if a size is negative
    public AdaptiveMaxPool3d(int... outputSize) {
        super(3, outputSize);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveMaxPool3d(input, outputSize());
    }

    /// The same with the indices.
    public lanewise.nn.functional.Pooled forwardWithIndices(Tensor input) {
        return Functional.adaptiveMaxPool3dWithIndices(input, outputSize());
    }
}
