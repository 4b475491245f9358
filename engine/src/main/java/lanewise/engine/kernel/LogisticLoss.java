package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Exponential;
import lanewise.engine.simd.Logarithm;
import lanewise.engine.simd.Logistic;

/// The cross entropy of a probability `t` against the logistic function of `x`, and its derivative:
///
/// `for i: y[i] = max(x[i], 0) − x[i]·t[i] + log(1 + exp(−|x[i]|))`, or `y[i] = σ(x[i]) − t[i]`.
public final class LogisticLoss implements RangeTask {
    /// Elements from which the work is divided among threads: some 5 µs.
    private static final int GRAIN = 1 << 13;

    /// Floats that are taken through all passes at a time, so that they stay in the nearest cache.
    private static final int BLOCK = 1 << 11;

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
        for (int i = from; i < to; i += BLOCK) {
            int count = Math.min(BLOCK, to - i);
            if (derivative) {
                derivatives(i, count);
            } else {
                losses(i, count);
            }
        }
    }

    private void losses(int from, int count) {
        int at = yOffset + from;
        int j = 0;
        for (; j <= count - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, xOffset + from + j).abs().neg().intoArray(y, at + j);
        }
        if (j < count) {
            FloatVector.fromArray(SPECIES, x, xOffset + from + j)
                    .abs()
                    .neg()
                    .intoArray(y, at + j, SPECIES.indexInRange(0, count - j));
        }
        Exponential.exp(y, at, 0f, y, at, count);
        Logarithm.log1p(y, at, y, at, count);
        for (j = 0; j <= count - LANES; j += LANES) {
            FloatVector xj = FloatVector.fromArray(SPECIES, x, xOffset + from + j);
            FloatVector linear = xj.max(0f).sub(xj.mul(FloatVector.fromArray(SPECIES, t, tOffset + from + j)));
            linear.add(FloatVector.fromArray(SPECIES, y, at + j)).intoArray(y, at + j);
        }
        if (j < count) {
            FloatVector xj = FloatVector.fromArray(SPECIES, x, xOffset + from + j);
            FloatVector linear = xj.max(0f).sub(xj.mul(FloatVector.fromArray(SPECIES, t, tOffset + from + j)));
            linear.add(FloatVector.fromArray(SPECIES, y, at + j))
                    .intoArray(y, at + j, SPECIES.indexInRange(0, count - j));
        }
    }

    private void derivatives(int from, int count) {
        int at = yOffset + from;
        Logistic.sigmoid(x, xOffset + from, y, at, count);
        int j = 0;
        for (; j <= count - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, y, at + j)
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + from + j))
                    .intoArray(y, at + j);
        }
        if (j < count) {
            FloatVector.fromArray(SPECIES, y, at + j)
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + from + j))
                    .intoArray(y, at + j, SPECIES.indexInRange(0, count - j));
        }
    }
}
