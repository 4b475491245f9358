package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.LaneMath;

/// The cross entropy of a probability `t` against the logistic function of `x`, and its derivative:
///
/// `for i: y[i] = max(x[i], 0) − x[i]·t[i] + log(1 + exp(−|x[i]|))`, or `y[i] = σ(x[i]) − t[i]`.
public final class LogisticLoss implements RangeTask {
    /// Elements from which the work is divided among threads: some 5 µs.
    private static final int GRAIN = 1 << 13;

    private final float[] x;
    private final int xOffset;
    private final float[] t;
    private final int tOffset;
    private final boolean derivative;
    private final float[] y;
    private final int yOffset;

    private LogisticLoss(float[] x, int xOffset, float[] t, int tOffset, boolean derivative, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.t = t;
        this.tOffset = tOffset;
        this.derivative = derivative;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes `n` losses, or their derivatives with respect to `x`.
    public static void run(
            float[] x, int xOffset, float[] t, int tOffset, boolean derivative, float[] y, int yOffset, int n) {
        Workers.run(n, GRAIN, new LogisticLoss(x, xOffset, t, tOffset, derivative, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        if (derivative) {
            derivatives(from, to);
        } else {
            losses(from, to);
        }
    }

    private void losses(int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            loss(FloatVector.fromArray(SPECIES, x, xOffset + i), FloatVector.fromArray(SPECIES, t, tOffset + i))
                    .intoArray(y, yOffset + i);
        }
        if (i < to) {
            int width = to - i;
            FloatVector last = loss(
                    FloatVector.fromArray(SPECIES, x, xOffset + i, SPECIES.indexInRange(0, width)),
                    FloatVector.fromArray(SPECIES, t, tOffset + i, SPECIES.indexInRange(0, width)));
            last.intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
        }
    }

    private void derivatives(int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            LaneMath.sigmoid(FloatVector.fromArray(SPECIES, x, xOffset + i))
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + i))
                    .intoArray(y, yOffset + i);
        }
        if (i < to) {
            int width = to - i;
            FloatVector last = LaneMath.sigmoid(
                            FloatVector.fromArray(SPECIES, x, xOffset + i, SPECIES.indexInRange(0, width)))
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + i, SPECIES.indexInRange(0, width)));
            last.intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
        }
    }

    private static FloatVector loss(FloatVector x, FloatVector t) {
        FloatVector tail = LaneMath.log1p(LaneMath.exp(x.abs().neg()));
        return x.max(0f).sub(x.mul(t)).add(tail);
    }
}
