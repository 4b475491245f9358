package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts zeros around `[n, c, h, w]` or `[c, h, w]`.
public final class ZeroPad2d extends PaddingLayer {
    /// One number for all sides, or those before and after each dimension, the last one first; negative ones cut
    /// off.
    ///
    /// @throws IllegalArgumentException if there are others
    public ZeroPad2d(int... padding) {
        super(2, padding);
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
