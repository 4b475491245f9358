package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Puts a constant around `[n, c, h, w]` or `[c, h, w]`.
public final class ConstantPad2d extends PaddingLayer {
    private final float value;

    /// So many times `value`: one number for all sides, or those before and after each dimension, the last one
    /// first; negative ones cut off.
    ///
    /// @throws IllegalArgumentException if there are others
    public ConstantPad2d(float value, int... padding) {
        super(2, padding);
        this.value = value;
    }

    @Override
    Tensor pad(Tensor input, int... sides) {
        return Functional.constantPad(input, value, sides);
    }

    @Override
    boolean isConstant() {
        return true;
    }

    @Override
    protected String extraRepr() {
        return "padding=" + super.extraRepr() + ", value=" + value;
    }
}
