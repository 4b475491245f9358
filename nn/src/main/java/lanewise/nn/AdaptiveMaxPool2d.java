package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// The greatest elements of windows that divide two dimensions into a given number of parts: input `[n, c, h, w]`
/// or `[c, h, w]`. See [lanewise.engine.op.AdaptiveMaxPool].
public final class AdaptiveMaxPool2d extends AdaptivePoolLayer {
    /// To an output of this size: one number for all dimensions, or one for each; [Functional#KEEP] for the
    /// input's.
    ///
    /// @throws IllegalArgumentException if a size is negative
    public AdaptiveMaxPool2d(int... outputSize) {
        super(2, outputSize);
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.adaptiveMaxPool2d(input, outputSize());
    }

    /// The same with the indices.
    public lanewise.nn.functional.Pooled forwardWithIndices(Tensor input) {
        return Functional.adaptiveMaxPool2dWithIndices(input, outputSize());
    }
}
