package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;

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
            store(load(a, aOffset + i).mul(load(b, bOffset + i)), y, yOffset + i);
        }
        if (i < to) {
            int width = to - i;
            storeFirst(loadFirst(a, aOffset + i, width).mul(loadFirst(b, bOffset + i, width)), y, yOffset + i, width);
        }
    }

    private void add(int from, int to) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            store(fma(load(a, aOffset + i), load(b, bOffset + i), load(y, yOffset + i)), y, yOffset + i);
        }
        for (; i < to; i++) {
            y[yOffset + i] = fma(a[aOffset + i], b[bOffset + i], y[yOffset + i]);
        }
    }
}
