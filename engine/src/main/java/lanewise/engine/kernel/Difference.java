package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// Scaled differences: `for i: y[i] = scale·(x[i] − t[i])`, or `y[i] += ...`. The gradient of a squared error.
public final class Difference implements RangeTask {
    /// Elements from which the work is divided among threads: some 5 µs.
    private static final int GRAIN = 1 << 15;

    private static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    private final float[] x;
    private final int xOffset;
    private final float[] t;
    private final int tOffset;
    private final float scale;
    private final boolean add;
    private final float[] y;
    private final int yOffset;

    Difference(float[] x, int xOffset, float[] t, int tOffset, float scale, boolean add, float[] y, int yOffset) {
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
        if (WARM_UP.isDone()) {
            byVector(from, to);
        } else {
            byElement(from, to);
        }
    }

    void byVector(int from, int to) {
        if (add) {
            add(from, to);
        } else {
            overwrite(from, to);
        }
    }

    void byElement(int from, int to) {
        for (int i = from; i < to; i++) {
            float d = x[xOffset + i] - t[tOffset + i];
            y[yOffset + i] = add ? Math.fma(d, scale, y[yOffset + i]) : d * scale;
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

    private static final class Exercise implements WarmUp.Exercise {
        private static final int LENGTH = WarmUp.ROUNDS * LANES;

        private final float[] x = new float[LENGTH + Lanes.PADDING];
        private final Difference overwriting = new Difference(x, 0, x, 0, 1f, false, x, 0);
        private final Difference adding = new Difference(x, 0, x, 0, 1f, true, x, 0);

        @Override
        public void run(int calls, int rounds) {
            int length = rounds == 0 ? 0 : rounds * LANES - 1;
            for (int i = 0; i < calls; i++) {
                overwriting.overwrite(0, length);
                adding.add(0, length);
            }
        }
    }
}
