package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Scaled differences: `for i: y[i] = scale·(x[i] − t[i])`, or `y[i] += ...`. The gradient of a squared error.
public final class Difference implements RangeTask {
    /// Elements from which the work is divided among threads: some 5 µs.
    private static final int GRAIN = 1 << 15;

    private final float[] x;
    private final int xOffset;
    private final float[] t;
    private final int tOffset;
    private final float scale;
    private final boolean add;
    private final float[] y;
    private final int yOffset;

    private Difference(
            float[] x, int xOffset, float[] t, int tOffset, float scale, boolean add, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.t = t;
        this.tOffset = tOffset;
        this.scale = scale;
        this.add = add;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes `n` elements of `y`, or adds to them.
    public static void run(
            float[] x, int xOffset, float[] t, int tOffset, float scale, boolean add, float[] y, int yOffset, int n) {
        Workers.run(n, GRAIN, new Difference(x, xOffset, t, tOffset, scale, add, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        if (add) {
            add(from, to);
        } else {
            overwrite(from, to);
        }
    }

    private void overwrite(int from, int to) {
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector d =
                    FloatVector.fromArray(SPECIES, x, xOffset + i).sub(FloatVector.fromArray(SPECIES, t, tOffset + i));
            d.mul(factor).intoArray(y, yOffset + i);
        }
        if (i < to) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, xOffset + i, SPECIES.indexInRange(0, to - i))
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + i, SPECIES.indexInRange(0, to - i)));
            d.mul(factor).intoArray(y, yOffset + i, SPECIES.indexInRange(0, to - i));
        }
    }

    private void add(int from, int to) {
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector d =
                    FloatVector.fromArray(SPECIES, x, xOffset + i).sub(FloatVector.fromArray(SPECIES, t, tOffset + i));
            d.fma(factor, FloatVector.fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
        }
        if (i < to) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, xOffset + i, SPECIES.indexInRange(0, to - i))
                    .sub(FloatVector.fromArray(SPECIES, t, tOffset + i, SPECIES.indexInRange(0, to - i)));
            d.fma(factor, FloatVector.fromArray(SPECIES, y, yOffset + i, SPECIES.indexInRange(0, to - i)))
                    .intoArray(y, yOffset + i, SPECIES.indexInRange(0, to - i));
        }
    }
}
