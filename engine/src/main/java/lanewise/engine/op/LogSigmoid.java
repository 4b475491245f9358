package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.Division;
import lanewise.engine.simd.LaneMath;

/// `y = ln σ(x) = min(x, 0) − ln(1 + e^-|x|)`, which neither overflows nor cancels.
///
///     dy/dx = 1 − σ(x) = σ(−x)
public final class LogSigmoid extends UnaryOperation {
    /// The one instance: it has no options.
    public static final LogSigmoid LOG_SIGMOID = new LogSigmoid();

    private LogSigmoid() {}

    @Override
    public String name() {
        return "logsigmoid";
    }

    @Override
    protected int part() {
        return Division.COSTLY;
    }

    @Override
    protected void forward(float[] x, int xo, float[] y, int yo, int length) {
        exponentials(x, xo, y, yo, length);
        logarithms(x, xo, y, yo, length);
    }

    /// `y = e^-|x|`. Exponential and logarithm have a loop each, since one loop of both is more than the compiler
    /// inlines.
    private static void exponentials(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            LaneMath.exp(FloatVector.fromArray(SPECIES, x, xo + i).abs().neg()).intoArray(y, yo + i);
        }
    }

    /// `y = min(x, 0) − ln(1 + y)`
    private static void logarithms(float[] x, int xo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            xi.min(FloatVector.zero(SPECIES))
                    .sub(LaneMath.log1p(FloatVector.fromArray(SPECIES, y, yo + i)))
                    .intoArray(y, yo + i);
        }
    }

    @Override
    protected void backward(float[] x, int xo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            var gi = FloatVector.fromArray(SPECIES, dy, dyo + i);
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var di = gi.mul(LaneMath.sigmoid(xi.neg()));
            if (add) {
                di.add(FloatVector.fromArray(SPECIES, dx, dxo + i)).intoArray(dx, dxo + i);
            } else {
                di.intoArray(dx, dxo + i);
            }
        }
    }
}
