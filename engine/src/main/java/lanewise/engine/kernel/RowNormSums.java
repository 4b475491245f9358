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
///
/// Two rows together read `w` and those sums once, and have the bits of one after another.
final class RowNormSums {
    private RowNormSums() {}

    /// One row.
    static void one(
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
            s = s.add(g);
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

    /// `row` and the next, which begins `n` elements behind; the sums of the second go to `sums[index + 2]` and the
    /// next.
    static void two(
            float[] x,
            int at,
            float[] mean,
            float[] rstd,
            int row,
            float[] dy,
            int dyAt,
            float[] w,
            int wAt,
            int count,
            float[] sums,
            int own,
            int n,
            int index) {
        FloatVector shift0 = FloatVector.broadcast(SPECIES, mean[row]);
        FloatVector shift1 = FloatVector.broadcast(SPECIES, mean[row + 1]);
        FloatVector factor0 = FloatVector.broadcast(SPECIES, rstd[row]);
        FloatVector factor1 = FloatVector.broadcast(SPECIES, rstd[row + 1]);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector p0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector p1 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= count - LANES; j += LANES) {
            FloatVector scale = FloatVector.fromArray(SPECIES, w, wAt + j);
            FloatVector slope0 = FloatVector.fromArray(SPECIES, dy, dyAt + j);
            FloatVector slope1 = FloatVector.fromArray(SPECIES, dy, dyAt + n + j);
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(shift0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at + n + j).sub(shift1);
            FloatVector g0 = slope0.mul(scale);
            FloatVector g1 = slope1.mul(scale);
            s0 = s0.add(g0);
            s1 = s1.add(g1);
            p0 = d0.fma(g0, p0);
            p1 = d1.fma(g1, p1);
            FloatVector weight = FloatVector.fromArray(SPECIES, sums, own + j);
            FloatVector bias = FloatVector.fromArray(SPECIES, sums, own + n + j);
            d1.mul(factor1).fma(slope1, d0.mul(factor0).fma(slope0, weight)).intoArray(sums, own + j);
            bias.add(slope0).add(slope1).intoArray(sums, own + n + j);
        }
        if (LANES > 8) {
            s0 = s0.add(s0.rearrange(BY_8));
            p0 = p0.add(p0.rearrange(BY_8));
            s1 = s1.add(s1.rearrange(BY_8));
            p1 = p1.add(p1.rearrange(BY_8));
        }
        if (LANES > 4) {
            s0 = s0.add(s0.rearrange(BY_4));
            p0 = p0.add(p0.rearrange(BY_4));
            s1 = s1.add(s1.rearrange(BY_4));
            p1 = p1.add(p1.rearrange(BY_4));
        }
        s0 = s0.add(s0.rearrange(BY_2));
        p0 = p0.add(p0.rearrange(BY_2));
        s1 = s1.add(s1.rearrange(BY_2));
        p1 = p1.add(p1.rearrange(BY_2));
        sums[index] = s0.lane(0) + s0.lane(1);
        sums[index + 1] = p0.lane(0) + p0.lane(1);
        sums[index + 2] = s1.lane(0) + s1.lane(1);
        sums[index + 3] = p1.lane(0) + p1.lane(1);
        rest(x, at, mean[row], rstd[row], dy, dyAt, w, wAt, j, count, sums, own, n, index);
        rest(x, at + n, mean[row + 1], rstd[row + 1], dy, dyAt + n, w, wAt, j, count, sums, own, n, index + 2);
    }
}
