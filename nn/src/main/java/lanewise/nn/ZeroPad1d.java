package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts zeros around `[n, c, l]` or `[c, l]`.
public final class ZeroPad1d extends PaddingLayer {
    /// One number for all sides, or those before and after each dimension, the last one first; negative ones cut
    /// off.
    ///
    /// @throws IllegalArgumentException if there are others
    public ZeroPad1d(int... padding) {
        super(1, padding);
    }

    @Override
    Tensor pad(Tensor input, int... sides) {
        return Functional.pad(input, sides);
    }

    @Override
    boolean isConstant() {
        return true;
    }
}
