package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Products of elements: `for i: y[i] = a[i]·b[i]`, or `y[i] += a[i]·b[i]`. `y` may be `a` or `b`.
public final class Product implements RangeTask {
    /// Elements from which the work is divided among threads: some 5 µs.
    private static final int GRAIN = 1 << 15;

    private final float[] a;
    private final int aOffset;
    private final float[] b;
    private final int bOffset;
    private final boolean add;
    private final float[] y;
    private final int yOffset;

    private Product(float[] a, int aOffset, float[] b, int bOffset, boolean add, float[] y, int yOffset) {
        this.a = a;
        this.aOffset = aOffset;
        this.b = b;
        this.bOffset = bOffset;
        this.add = add;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes `n` elements of `y`, or adds to them.
    public static void run(float[] a, int aOffset, float[] b, int bOffset, boolean add, float[] y, int yOffset, int n) {
        Workers.run(n, GRAIN, new Product(a, aOffset, b, bOffset, add, y, yOffset));
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
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .mul(FloatVector.fromArray(SPECIES, b, bOffset + i))
                    .intoArray(y, yOffset + i);
        }
        if (i < to) {
            int width = to - i;
            FloatVector.fromArray(SPECIES, a, aOffset + i, SPECIES.indexInRange(0, width))
                    .mul(FloatVector.fromArray(SPECIES, b, bOffset + i, SPECIES.indexInRange(0, width)))
                    .intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
        }
    }

    private void add(int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), FloatVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < to; i++) {
            y[yOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], y[yOffset + i]);
        }
    }
}
