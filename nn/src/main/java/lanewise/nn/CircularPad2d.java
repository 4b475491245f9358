package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts the input again, from the other end around `[n, c, h, w]` or `[c, h, w]`.
public final class CircularPad2d extends PaddingLayer {
    /// One number for all sides, or those before and after each dimension, the last one first; negative ones cut
    /// off.
    ///
    /// @throws IllegalArgumentException if there are others
    public CircularPad2d(int... padding) {
        super(2, padding);
    }

    @Override
    Tensor pad(Tensor input, int... sides) {
        return Functional.circularPad(input, sides);
    }
}
