package lanewise.engine.kernel;

import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// [RowExponential]'s steps on four short rows at once, with the same bits: a row of a few vectors spends as long
/// on the way into its loop, and on bringing the lanes together at its end, as in it, and four rows do that side by
/// side.
///
/// The rows lie one behind the other, `x[at + r·n + j]` for `r < 4` and `j < n`.
///
/// Rows that fill no vector, and all until the loops are compiled, are [RowExponentialTwin]'s, one after another.
final class FourRows {
    /// The longest rows that gain by it.
    static final int LONGEST = 512;

    /// Rows that are taken together, at most.
    static final int MOST = 32;

    /// Elements of rows that are taken together, and as many results: 32 KiB.
    private static final int CACHED = 1 << 12;

    private static final int MAGNITUDE = Integer.MAX_VALUE;

    private static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    private FourRows() {}

    /// How many rows, a multiple of four, take each step together, so that none waits for its own maximum, sum or
    /// logarithm: as many as stay in the nearest cache, up to [#MOST].
    static int together(int n) {
        return Math.min(MOST, CACHED / n & -4);
    }

    /// Writes each row's largest element to `max[first + r]`, as [RowExponential#largest(float[], int, int)] finds
    /// it.
    static void largest(float[] x, int at, int n, float[] max, int first) {
        if (n >= LANES && WARM_UP.isDone()) {
            largestByVector(x, at, n, max, first);
            return;
        }
        for (int r = 0; r < 4; r++) {
            max[first + r] = RowExponentialTwin.largest(x, at + r * n, n);
        }
    }

    static void largestByVector(float[] x, int at, int n, float[] max, int first) {
        int at1 = at + n;
        int at2 = at1 + n;
        int at3 = at2 + n;
        FloatVector m0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at + j);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at1 + j);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at2 + j);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, at3 + j);
            m0 = m0.blend(x0, x0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(x1, x1.compare(VectorOperators.GT, m1));
            m2 = m2.blend(x2, x2.compare(VectorOperators.GT, m2));
            m3 = m3.blend(x3, x3.compare(VectorOperators.GT, m3));
        }
        if (j < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(0, n - j);
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, at + j);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, at1 + j);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, at2 + j);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, at3 + j);
            m0 = m0.blend(x0, x0.compare(VectorOperators.GT, m0).and(rest));
            m1 = m1.blend(x1, x1.compare(VectorOperators.GT, m1).and(rest));
            m2 = m2.blend(x2, x2.compare(VectorOperators.GT, m2).and(rest));
            m3 = m3.blend(x3, x3.compare(VectorOperators.GT, m3).and(rest));
        }
        // the bits as integers in the order of the numbers: their largest takes a third of the floats' largest, which
        // must know NaN and both zeros
        IntVector b0 = m0.reinterpretAsInts();
        IntVector b1 = m1.reinterpretAsInts();
        IntVector b2 = m2.reinterpretAsInts();
        IntVector b3 = m3.reinterpretAsInts();
        int k0 = b0.lanewise(VectorOperators.ASHR, 31)
                .and(MAGNITUDE)
                .lanewise(VectorOperators.XOR, b0)
                .reduceLanes(VectorOperators.MAX);
        int k1 = b1.lanewise(VectorOperators.ASHR, 31)
                .and(MAGNITUDE)
                .lanewise(VectorOperators.XOR, b1)
                .reduceLanes(VectorOperators.MAX);
        int k2 = b2.lanewise(VectorOperators.ASHR, 31)
                .and(MAGNITUDE)
                .lanewise(VectorOperators.XOR, b2)
                .reduceLanes(VectorOperators.MAX);
        int k3 = b3.lanewise(VectorOperators.ASHR, 31)
                .and(MAGNITUDE)
                .lanewise(VectorOperators.XOR, b3)
                .reduceLanes(VectorOperators.MAX);
        max[first] = Float.intBitsToFloat(k0 ^ (k0 >> 31 & MAGNITUDE));
        max[first + 1] = Float.intBitsToFloat(k1 ^ (k1 >> 31 & MAGNITUDE));
        max[first + 2] = Float.intBitsToFloat(k2 ^ (k2 >> 31 & MAGNITUDE));
        max[first + 3] = Float.intBitsToFloat(k3 ^ (k3 >> 31 & MAGNITUDE));
    }

    /// `for r in [0, 4), j in [0, n): y[target + r·n + j] = e^(x[at + r·n + j] − max[first + r])`, and their sums
    /// to `sum[first + r]`; see [RowExponential#exponentials(float[], int, int, float, float[], int)].
    static void exponentials(float[] x, int at, int n, float[] max, float[] y, int target, float[] sum, int first) {
        if (n >= LANES && WARM_UP.isDone()) {
            exponentialsByVector(x, at, n, max, y, target, sum, first);
            return;
        }
        for (int r = 0; r < 4; r++) {
            sum[first + r] = RowExponentialTwin.piece(x, at + r * n, n, max[first + r], y, target + r * n);
        }
    }

    static void exponentialsByVector(
            float[] x, int at, int n, float[] max, float[] y, int target, float[] sum, int first) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector round = FloatVector.broadcast(SPECIES, RowExponential.ROUND_BIASED);
        FloatVector end = FloatVector.broadcast(SPECIES, RowExponential.END);
        FloatVector least = FloatVector.broadcast(SPECIES, RowExponential.LEAST);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector c1 = FloatVector.broadcast(SPECIES, EXP2_1);
        FloatVector c2 = FloatVector.broadcast(SPECIES, EXP2_2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, EXP2_3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, EXP2_4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, EXP2_5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, EXP2_6);
        int at1 = at + n;
        int at2 = at1 + n;
        int at3 = at2 + n;
        int target1 = target + n;
        int target2 = target1 + n;
        int target3 = target2 + n;
        FloatVector max0 = FloatVector.broadcast(SPECIES, max[first]);
        FloatVector max1 = FloatVector.broadcast(SPECIES, max[first + 1]);
        FloatVector max2 = FloatVector.broadcast(SPECIES, max[first + 2]);
        FloatVector max3 = FloatVector.broadcast(SPECIES, max[first + 3]);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(max0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at1 + j).sub(max1);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, at2 + j).sub(max2);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, at3 + j).sub(max3);
            d0 = d0.blend(least, d0.compare(VectorOperators.LT, end));
            d1 = d1.blend(least, d1.compare(VectorOperators.LT, end));
            d2 = d2.blend(least, d2.compare(VectorOperators.LT, end));
            d3 = d3.blend(least, d3.compare(VectorOperators.LT, end));
            FloatVector n0 = d0.fma(log2e, round);
            FloatVector n1 = d1.fma(log2e, round);
            FloatVector n2 = d2.fma(log2e, round);
            FloatVector n3 = d3.fma(log2e, round);
            FloatVector f0 = d0.fma(log2e, round.sub(n0));
            FloatVector f1 = d1.fma(log2e, round.sub(n1));
            FloatVector f2 = d2.fma(log2e, round.sub(n2));
            FloatVector f3 = d3.fma(log2e, round.sub(n3));
            FloatVector q0 = f0.mul(f0);
            FloatVector q1 = f1.mul(f1);
            FloatVector q2 = f2.mul(f2);
            FloatVector q3 = f3.mul(f3);
            FloatVector p0 = c6.fma(q0, c5.fma(f0, c4)).fma(q0, c3.fma(f0, c2)).fma(q0, c1.fma(f0, one));
            FloatVector p1 = c6.fma(q1, c5.fma(f1, c4)).fma(q1, c3.fma(f1, c2)).fma(q1, c1.fma(f1, one));
            FloatVector p2 = c6.fma(q2, c5.fma(f2, c4)).fma(q2, c3.fma(f2, c2)).fma(q2, c1.fma(f2, one));
            FloatVector p3 = c6.fma(q3, c5.fma(f3, c4)).fma(q3, c3.fma(f3, c2)).fma(q3, c1.fma(f3, one));
            FloatVector e0 = p0.mul(
                    n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e1 = p1.mul(
                    n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e2 = p2.mul(
                    n2.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e3 = p3.mul(
                    n3.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            e0.intoArray(y, target + j);
            e1.intoArray(y, target1 + j);
            e2.intoArray(y, target2 + j);
            e3.intoArray(y, target3 + j);
            s0 = e0.add(s0);
            s1 = e1.add(s1);
            s2 = e2.add(s2);
            s3 = e3.add(s3);
        }
        if (j < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(0, n - j);
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(max0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at1 + j).sub(max1);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, at2 + j).sub(max2);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, at3 + j).sub(max3);
            d0 = d0.blend(least, d0.compare(VectorOperators.LT, end));
            d1 = d1.blend(least, d1.compare(VectorOperators.LT, end));
            d2 = d2.blend(least, d2.compare(VectorOperators.LT, end));
            d3 = d3.blend(least, d3.compare(VectorOperators.LT, end));
            FloatVector n0 = d0.fma(log2e, round);
            FloatVector n1 = d1.fma(log2e, round);
            FloatVector n2 = d2.fma(log2e, round);
            FloatVector n3 = d3.fma(log2e, round);
            FloatVector f0 = d0.fma(log2e, round.sub(n0));
            FloatVector f1 = d1.fma(log2e, round.sub(n1));
            FloatVector f2 = d2.fma(log2e, round.sub(n2));
            FloatVector f3 = d3.fma(log2e, round.sub(n3));
            FloatVector q0 = f0.mul(f0);
            FloatVector q1 = f1.mul(f1);
            FloatVector q2 = f2.mul(f2);
            FloatVector q3 = f3.mul(f3);
            FloatVector p0 = c6.fma(q0, c5.fma(f0, c4)).fma(q0, c3.fma(f0, c2)).fma(q0, c1.fma(f0, one));
            FloatVector p1 = c6.fma(q1, c5.fma(f1, c4)).fma(q1, c3.fma(f1, c2)).fma(q1, c1.fma(f1, one));
            FloatVector p2 = c6.fma(q2, c5.fma(f2, c4)).fma(q2, c3.fma(f2, c2)).fma(q2, c1.fma(f2, one));
            FloatVector p3 = c6.fma(q3, c5.fma(f3, c4)).fma(q3, c3.fma(f3, c2)).fma(q3, c1.fma(f3, one));
            FloatVector e0 = p0.mul(
                    n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e1 = p1.mul(
                    n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e2 = p2.mul(
                    n2.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            FloatVector e3 = p3.mul(
                    n3.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            e0.intoArray(y, target + j, rest);
            e1.intoArray(y, target1 + j, rest);
            e2.intoArray(y, target2 + j, rest);
            e3.intoArray(y, target3 + j, rest);
            s0 = s0.add(e0, rest);
            s1 = s1.add(e1, rest);
            s2 = s2.add(e2, rest);
            s3 = s3.add(e3, rest);
        }
        if (LANES > 8) {
            s0 = s0.add(s0.rearrange(BY_8));
            s1 = s1.add(s1.rearrange(BY_8));
            s2 = s2.add(s2.rearrange(BY_8));
            s3 = s3.add(s3.rearrange(BY_8));
        }
        if (LANES > 4) {
            s0 = s0.add(s0.rearrange(BY_4));
            s1 = s1.add(s1.rearrange(BY_4));
            s2 = s2.add(s2.rearrange(BY_4));
            s3 = s3.add(s3.rearrange(BY_4));
        }
        s0 = s0.add(s0.rearrange(BY_2));
        s1 = s1.add(s1.rearrange(BY_2));
        s2 = s2.add(s2.rearrange(BY_2));
        s3 = s3.add(s3.rearrange(BY_2));
        sum[first] = s0.lane(0) + s0.lane(1);
        sum[first + 1] = s1.lane(0) + s1.lane(1);
        sum[first + 2] = s2.lane(0) + s2.lane(1);
        sum[first + 3] = s3.lane(0) + s3.lane(1);
    }

    /// The sums alone: a product with a power of two is exact, so that it may be added by the same instruction.
    static void sums(float[] x, int at, int n, float[] max, float[] sum, int first) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector round = FloatVector.broadcast(SPECIES, RowExponential.ROUND_BIASED);
        FloatVector end = FloatVector.broadcast(SPECIES, RowExponential.END);
        FloatVector least = FloatVector.broadcast(SPECIES, RowExponential.LEAST);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector c1 = FloatVector.broadcast(SPECIES, EXP2_1);
        FloatVector c2 = FloatVector.broadcast(SPECIES, EXP2_2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, EXP2_3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, EXP2_4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, EXP2_5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, EXP2_6);
        int at1 = at + n;
        int at2 = at1 + n;
        int at3 = at2 + n;
        FloatVector max0 = FloatVector.broadcast(SPECIES, max[first]);
        FloatVector max1 = FloatVector.broadcast(SPECIES, max[first + 1]);
        FloatVector max2 = FloatVector.broadcast(SPECIES, max[first + 2]);
        FloatVector max3 = FloatVector.broadcast(SPECIES, max[first + 3]);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(max0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at1 + j).sub(max1);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, at2 + j).sub(max2);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, at3 + j).sub(max3);
            d0 = d0.blend(least, d0.compare(VectorOperators.LT, end));
            d1 = d1.blend(least, d1.compare(VectorOperators.LT, end));
            d2 = d2.blend(least, d2.compare(VectorOperators.LT, end));
            d3 = d3.blend(least, d3.compare(VectorOperators.LT, end));
            FloatVector n0 = d0.fma(log2e, round);
            FloatVector n1 = d1.fma(log2e, round);
            FloatVector n2 = d2.fma(log2e, round);
            FloatVector n3 = d3.fma(log2e, round);
            FloatVector f0 = d0.fma(log2e, round.sub(n0));
            FloatVector f1 = d1.fma(log2e, round.sub(n1));
            FloatVector f2 = d2.fma(log2e, round.sub(n2));
            FloatVector f3 = d3.fma(log2e, round.sub(n3));
            FloatVector q0 = f0.mul(f0);
            FloatVector q1 = f1.mul(f1);
            FloatVector q2 = f2.mul(f2);
            FloatVector q3 = f3.mul(f3);
            FloatVector p0 = c6.fma(q0, c5.fma(f0, c4)).fma(q0, c3.fma(f0, c2)).fma(q0, c1.fma(f0, one));
            FloatVector p1 = c6.fma(q1, c5.fma(f1, c4)).fma(q1, c3.fma(f1, c2)).fma(q1, c1.fma(f1, one));
            FloatVector p2 = c6.fma(q2, c5.fma(f2, c4)).fma(q2, c3.fma(f2, c2)).fma(q2, c1.fma(f2, one));
            FloatVector p3 = c6.fma(q3, c5.fma(f3, c4)).fma(q3, c3.fma(f3, c2)).fma(q3, c1.fma(f3, one));
            FloatVector e0 =
                    n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e1 =
                    n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e2 =
                    n2.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e3 =
                    n3.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            s0 = p0.fma(e0, s0);
            s1 = p1.fma(e1, s1);
            s2 = p2.fma(e2, s2);
            s3 = p3.fma(e3, s3);
        }
        if (j < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(0, n - j);
            FloatVector d0 = FloatVector.fromArray(SPECIES, x, at + j).sub(max0);
            FloatVector d1 = FloatVector.fromArray(SPECIES, x, at1 + j).sub(max1);
            FloatVector d2 = FloatVector.fromArray(SPECIES, x, at2 + j).sub(max2);
            FloatVector d3 = FloatVector.fromArray(SPECIES, x, at3 + j).sub(max3);
            d0 = d0.blend(least, d0.compare(VectorOperators.LT, end));
            d1 = d1.blend(least, d1.compare(VectorOperators.LT, end));
            d2 = d2.blend(least, d2.compare(VectorOperators.LT, end));
            d3 = d3.blend(least, d3.compare(VectorOperators.LT, end));
            FloatVector n0 = d0.fma(log2e, round);
            FloatVector n1 = d1.fma(log2e, round);
            FloatVector n2 = d2.fma(log2e, round);
            FloatVector n3 = d3.fma(log2e, round);
            FloatVector f0 = d0.fma(log2e, round.sub(n0));
            FloatVector f1 = d1.fma(log2e, round.sub(n1));
            FloatVector f2 = d2.fma(log2e, round.sub(n2));
            FloatVector f3 = d3.fma(log2e, round.sub(n3));
            FloatVector q0 = f0.mul(f0);
            FloatVector q1 = f1.mul(f1);
            FloatVector q2 = f2.mul(f2);
            FloatVector q3 = f3.mul(f3);
            FloatVector p0 = c6.fma(q0, c5.fma(f0, c4)).fma(q0, c3.fma(f0, c2)).fma(q0, c1.fma(f0, one));
            FloatVector p1 = c6.fma(q1, c5.fma(f1, c4)).fma(q1, c3.fma(f1, c2)).fma(q1, c1.fma(f1, one));
            FloatVector p2 = c6.fma(q2, c5.fma(f2, c4)).fma(q2, c3.fma(f2, c2)).fma(q2, c1.fma(f2, one));
            FloatVector p3 = c6.fma(q3, c5.fma(f3, c4)).fma(q3, c3.fma(f3, c2)).fma(q3, c1.fma(f3, one));
            FloatVector e0 =
                    n0.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e1 =
                    n1.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e2 =
                    n2.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e3 =
                    n3.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            s0 = s0.add(p0.mul(e0), rest);
            s1 = s1.add(p1.mul(e1), rest);
            s2 = s2.add(p2.mul(e2), rest);
            s3 = s3.add(p3.mul(e3), rest);
        }
        if (LANES > 8) {
            s0 = s0.add(s0.rearrange(BY_8));
            s1 = s1.add(s1.rearrange(BY_8));
            s2 = s2.add(s2.rearrange(BY_8));
            s3 = s3.add(s3.rearrange(BY_8));
        }
        if (LANES > 4) {
            s0 = s0.add(s0.rearrange(BY_4));
            s1 = s1.add(s1.rearrange(BY_4));
            s2 = s2.add(s2.rearrange(BY_4));
            s3 = s3.add(s3.rearrange(BY_4));
        }
        s0 = s0.add(s0.rearrange(BY_2));
        s1 = s1.add(s1.rearrange(BY_2));
        s2 = s2.add(s2.rearrange(BY_2));
        s3 = s3.add(s3.rearrange(BY_2));
        sum[first] = s0.lane(0) + s0.lane(1);
        sum[first + 1] = s1.lane(0) + s1.lane(1);
        sum[first + 2] = s2.lane(0) + s2.lane(1);
        sum[first + 3] = s3.lane(0) + s3.lane(1);
    }

    /// Without the sums alone, for which there is no twin that writes nothing.
    private static final class Exercise implements WarmUp.Exercise {
        private final float[] x = new float[4 * WarmUp.ROUNDS * LANES + Lanes.PADDING];
        private final float[] y = new float[x.length];
        private final float[] max = new float[4];
        private final float[] sum = new float[4];

        @Override
        public void run(int calls, int rounds) {
            int n = Math.max(rounds * LANES - 1, 0);
            for (int i = 0; i < calls; i++) {
                largestByVector(x, 0, n, max, 0);
                exponentialsByVector(x, 0, n, max, y, 0, sum, 0);
            }
        }
    }
}
