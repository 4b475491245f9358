package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// The greatest elements of windows that divide one dimension into a given number of parts: input `[n, c, l]` or
/// `[c, l]`. See [lanewise.engine.op.AdaptiveMaxPool].
public final class AdaptiveMaxPool1d extends AdaptivePoolLayer {
    /// To an output of this size: one number for all dimensions, or one for each; [Functional#KEEP] for the
    /// input's.
    ///
    /// @throws IllegalArgumentException if a size is negative
    public AdaptiveMaxPool1d(int... outputSize) {
        super(1, outputSize);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveMaxPool1d(input, outputSize());
    }

    /// The same with the indices.
    public lanewise.nn.functional.Pooled forwardWithIndices(Tensor input) {
        return Functional.adaptiveMaxPool1dWithIndices(input, outputSize());
    }
}
