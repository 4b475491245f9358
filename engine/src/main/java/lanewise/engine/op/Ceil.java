package lanewise.engine.op;

import lanewise.engine.kernel.Rounding;

/// The smallest integer that is not below x.
///
///     dy/dx = 0
public final class Ceil extends FlatOperation {
    /// The one instance: it has no options.
    public static final Ceil CEIL = new Ceil();

    private Ceil() {}

    @Override
    public String name() {
        return "ceil";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Rounding.ceil(x, xo, y, yo, length);
    }
}
