package lanewise.engine.op;

import lanewise.engine.kernel.Rounding;

/// x rounded to so many decimals, negative ones to tens, hundreds and so on; of two that are equally near, to the
/// even one.
///
///     dy/dx = 0
public final class Round extends FlatOperation {
    private final int decimals;
    private final double power;

    /// To so many decimals; 0 for integers.
    public Round(int decimals) {
        this.decimals = decimals;
        this.power = StrictMath.pow(10, Math.abs(decimals));
    }

    @Override
    public String name() {
        return "round";
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        if (decimals == 0) {
            Rounding.nearest(x, xo, y, yo, length);
        } else if (decimals > 0) {
            for (int i = 0; i < length; i++) {
                y[yo + i] = (float) (Math.rint(x[xo + i] * power) / power);
            }
        } else {
            for (int i = 0; i < length; i++) {
                y[yo + i] = (float) (Math.rint(x[xo + i] / power) * power);
            }
        }
    }
}
