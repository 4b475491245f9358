package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Largest and smallest elements: `for o, i: y[o, i] = max over r of x[o, r, i]` for `x [outer, n, inner]`,
/// row-major, with `n > 0`. NaN if one of them is.
///
/// The smallest is the negative of the largest negative: with `sign = −1` elements are negated on their way in and
/// out, which is exact.
public final class Extremum implements RangeTask {
    /// Elements from which the work is divided among threads.
    private static final int PARALLEL_FROM = 1 << 16;

    private final float[] x;
    private final int xOffset;
    private final int n;
    private final int inner;
    private final float sign;
    private final float[] y;
    private final int yOffset;

    private Extremum(float[] x, int xOffset, int n, int inner, float sign, float[] y, int yOffset) {
        this.x = x;
        this.xOffset = xOffset;
        this.n = n;
        this.inner = inner;
        this.sign = sign;
        this.y = y;
        this.yOffset = yOffset;
    }

    /// Writes the largest elements, with `sign` 1, or the smallest, with `sign` -1, to `y [outer, inner]`.
    public static void run(float[] x, int xOffset, int outer, int n, int inner, float sign, float[] y, int yOffset) {
        int grain = Math.max(1, PARALLEL_FROM / Math.max(1, n * inner));
        Workers.run(outer, grain, new Extremum(x, xOffset, n, inner, sign, y, yOffset));
    }

    @Override
    public void run(int from, int to) {
        for (int o = from; o < to; o++) {
            int at = xOffset + o * n * inner;
            if (inner == 1) {
                y[yOffset + o] = sign * largest(x, at, n, sign);
            } else {
                columns(at, yOffset + o * inner);
            }
        }
    }

    /// The largest of `sign·x[at .. at + n)`.
    static float largest(float[] x, int at, int n, float sign) {
        int to = at + n;
        FloatVector factor = FloatVector.broadcast(SPECIES, sign);
        FloatVector least = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector m0 = least;
        FloatVector m1 = least;
        FloatVector m2 = least;
        FloatVector m3 = least;
        int i = at;
        for (; i <= to - 4 * LANES; i += 4 * LANES) {
            m0 = m0.max(FloatVector.fromArray(SPECIES, x, i).mul(factor));
            m1 = m1.max(FloatVector.fromArray(SPECIES, x, i + LANES).mul(factor));
            m2 = m2.max(FloatVector.fromArray(SPECIES, x, i + 2 * LANES).mul(factor));
            m3 = m3.max(FloatVector.fromArray(SPECIES, x, i + 3 * LANES).mul(factor));
        }
        for (; i <= to - LANES; i += LANES) {
            m0 = m0.max(FloatVector.fromArray(SPECIES, x, i).mul(factor));
        }
        if (i < to) {
            m1 = m1.max(least.blend(
                    FloatVector.fromArray(SPECIES, x, i, SPECIES.indexInRange(0, to - i))
                            .mul(factor),
                    SPECIES.indexInRange(0, to - i)));
        }
        return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    }

    /// One row after another is taken into `y`, which stays in the cache.
    private void columns(int at, int target) {
        for (int i = 0; i < inner; i++) {
            y[target + i] = x[at + i];
        }
        FloatVector factor = FloatVector.broadcast(SPECIES, sign);
        for (int r = 1; r < n; r++) {
            int row = at + r * inner;
            int i = 0;
            for (; i <= inner - LANES; i += LANES) {
                FloatVector m = FloatVector.fromArray(SPECIES, y, target + i)
                        .mul(factor)
                        .max(FloatVector.fromArray(SPECIES, x, row + i).mul(factor));
                m.mul(factor).intoArray(y, target + i);
            }
            if (i < inner) {
                FloatVector m = FloatVector.fromArray(SPECIES, y, target + i)
                        .mul(factor)
                        .max(FloatVector.fromArray(SPECIES, x, row + i).mul(factor));
                m.mul(factor).intoArray(y, target + i, SPECIES.indexInRange(0, inner - i));
            }
        }
    }

    /// The index of the first element that equals its row's extremum, or is NaN where that is:
    /// `for o, i: index[o, i] = min { r : x[o, r, i] = extremum[o, i] }`.
    public static void indices(
            float[] x,
            int xOffset,
            int outer,
            int n,
            int inner,
            float[] extremum,
            int extremumOffset,
            long[] index,
            int indexOffset) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int at = xOffset + o * n * inner + i;
                float value = extremum[extremumOffset + o * inner + i];
                int r = 0;
                while (x[at] != value && !(Float.isNaN(x[at]) && Float.isNaN(value))) { // NaN is unequal to itself
                    at += inner;
                    r++;
                }
                index[indexOffset + o * inner + i] = r;
            }
        }
    }
}
