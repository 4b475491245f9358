package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// The means of windows that divide one dimension into a given number of parts: input `[n, c, l]` or `[c, l]`. See
/// [lanewise.engine.op.AdaptiveAveragePool].
public final class AdaptiveAvgPool1d extends AdaptivePoolLayer {
    /// To an output of this size: one number for all dimensions, or one for each; [Functional#KEEP] for the
    /// input's.
    ///
    /// @throws IllegalArgumentException if a size is negative
    public AdaptiveAvgPool1d(int... outputSize) {
        super(1, outputSize);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveAvgPool1d(input, outputSize());
    }
}
