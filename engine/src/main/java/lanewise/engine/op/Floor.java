package lanewise.engine.op;

import lanewise.engine.kernel.Rounding;

/// The largest integer that is not above x.
///
///     dy/dx = 0
public final class Floor extends FlatOperation {
    /// The one instance: it has no options.
    public static final Floor FLOOR = new Floor();

    private Floor() {}

    @Override
    public String name() {
        return "floor";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Rounding.floor(x, xo, y, yo, length);
    }
}
