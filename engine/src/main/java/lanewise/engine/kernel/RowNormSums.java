package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;

/// What [RowNormGradient] adds up over a piece of a row: with `g[j] = dy[j]·w[j]` the sums of `g` and of
/// `g·(x − mean)`, which go to `sums[index]` and the next, and, element by element, `dy·(x − mean)·rstd`, added to
/// `sums[own + j]`, and `dy`, added to `sums[own + n + j]`.
final class RowNormSums {
    private RowNormSums() {}

    /// Adds up `count` elements.
    static void add(
            float[] x,
            int at,
            float mean,
            float rstd,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            int count,
            float[] sums,
            int own,
            int n,
            int index) {
        FloatVector shift = FloatVector.broadcast(SPECIES, mean);
        FloatVector factor = FloatVector.broadcast(SPECIES, rstd);
        FloatVector s = FloatVector.zero(SPECIES);
        FloatVector p = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= count - LANES; j += LANES) {
            FloatVector slope = FloatVector.fromArray(SPECIES, dy, dyAt + j);
            FloatVector d = FloatVector.fromArray(SPECIES, x, at + j).sub(shift);
            FloatVector g = slope.mul(FloatVector.fromArray(SPECIES, w, wAt + j));
            s = g.add(s);
            p = d.fma(g, p);
            FloatVector weight = FloatVector.fromArray(SPECIES, sums, own + j);
            FloatVector bias = FloatVector.fromArray(SPECIES, sums, own + n + j);
            d.mul(factor).fma(slope, weight).intoArray(sums, own + j);
            bias.add(slope).intoArray(sums, own + n + j);
        }
        if (LANES > 8) {
            s = s.add(s.rearrange(BY_8));
            p = p.add(p.rearrange(BY_8));
        }
        if (LANES > 4) {
            s = s.add(s.rearrange(BY_4));
            p = p.add(p.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        p = p.add(p.rearrange(BY_2));
        sums[index] = s.lane(0) + s.lane(1);
        sums[index + 1] = p.lane(0) + p.lane(1);
        rest(x, at, mean, rstd, dy, dyAt, w, wAt, j, count, sums, own, n, index);
    }

    /// The elements from `from` on, fewer than a vector.
    private static void rest(
            float[] x,
            int at,
            float mean,
            float rstd,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            int from,
            int count,
            float[] sums,
            int own,
            int n,
            int index) {
        for (int j = from; j < count; j++) {
            float slope = dy[dyAt + j];
            float d = x[at + j] - mean;
            float g = slope * w[wAt + j];
            sums[index] += g;
            sums[index + 1] += d * g;
            sums[own + j] += d * rstd * slope;
            sums[own + n + j] += slope;
        }
    }
}
