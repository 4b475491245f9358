package lanewise.engine.op;

import lanewise.engine.kernel.Rounding;

/// The integer part of x, the fraction cut off.
///
///     dy/dx = 0
public final class Trunc extends FlatOperation {
    /// The one instance: it has no options.
    public static final Trunc TRUNC = new Trunc();

    private Trunc() {}

    @Override
    public String name() {
        return "trunc";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        Rounding.trunc(x, xo, y, yo, length);
    }
}
