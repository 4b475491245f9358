package lanewise.engine.kernel;

import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// What softmax and cross entropy do with one row: its largest element, its exponentials and their sum, in one pass
/// each.
///
/// The exponential is written out here rather than called, so that its result is added up while it is in a
/// register: `e^d = 2^k·2^f` with `d·log₂e = k + f` and a polynomial for `2^f`. Since no exponent is positive,
/// nothing can overflow; what is below `e^-87.3`, the end of the normal numbers, becomes 0. The constants are made
/// inside the method: those of a static field would be loaded again after each store.
final class RowExponential {
    /// The elements whose exponentials are added in floats, 128 to 512 a lane; the sums of such pieces are added in
    /// doubles. A multiple of every vector length.
    static final int PIECE = 1 << 11;

    /// Adding and taking away 1.5·2^23 and an integer rounds to an integer, which then stands in the low bits of
    /// the sum. This integer is the exponent of 1: the low bits, in an exponent's place, are a power of two.
    static final float ROUND_BIASED = ROUND + 127;

    /// Below it results are 0: so none is denormal, and multiplying by a power of two never rounds.
    static final float END = -87.3f;

    /// What stands for all below: `2^-127` is 0 when it is made by a shift.
    static final float LEAST = -88f;

    private static final WarmUp WARM_UP = WarmUp.ofFused(new Exercise());

    private static final double LN_2 = 0.693147180559945309;

    /// `1/a` for `a` in the middle of each 32nd of `[1, 2)`, but 1 in the first; and `ln a`.
    private static final double[] INVERSES = new double[32];

    private static final double[] LOGARITHMS = new double[32];

    static {
        for (int i = 1; i < 32; i++) {
            INVERSES[i] = 1 / (1 + (i + 0.5) / 32);
            LOGARITHMS[i] = -StrictMath.log(INVERSES[i]);
        }
        INVERSES[0] = 1;
    }

    private RowExponential() {}

    /// Whether vectors are the way: not for rows that fill none, as those of ten classes, where the loops without
    /// are as fast; nor until the loops are compiled.
    private static boolean vectorsPay(int n) {
        return n >= LANES && WARM_UP.isDone();
    }

    /// The largest of `x[at .. at + n)`, NaN left out; −∞ if nothing else is there.
    static float largest(float[] x, int at, int n) {
        return vectorsPay(n) ? largestByVector(x, at, n) : RowExponentialTwin.largest(x, at, n);
    }

    static float largestByVector(float[] x, int at, int n) {
        int to = at + n;
        int i = at;
        FloatVector m0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        for (; i <= to - 4 * LANES; i += 4 * LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i + LANES);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, i + 2 * LANES);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, i + 3 * LANES);
            m0 = m0.blend(x0, x0.compare(VectorOperators.GT, m0));
            m1 = m1.blend(x1, x1.compare(VectorOperators.GT, m1));
            m2 = m2.blend(x2, x2.compare(VectorOperators.GT, m2));
            m3 = m3.blend(x3, x3.compare(VectorOperators.GT, m3));
        }
        for (; i <= to - LANES; i += LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, i);
            m0 = m0.blend(x0, x0.compare(VectorOperators.GT, m0));
        }
        if (i < to) {
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, i);
            m1 = m1.blend(x1, x1.compare(VectorOperators.GT, m1).and(SPECIES.indexInRange(0, to - i)));
        }
        return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    }

    /// `for j in [0, n): y[target + j] = e^(x[at + j] − max)`; returns their sum, added in an order that depends on
    /// `n` alone. With `max` the largest element; a NaN, `∞` or nothing but `−∞` among the elements makes the sum
    /// NaN.
    static float exponentials(float[] x, int at, int n, float max, float[] y, int target) {
        if (n <= PIECE) {
            return piece(x, at, n, max, y, target);
        }
        double sum = 0;
        for (int j = 0; j < n; j += PIECE) {
            sum += piece(x, at + j, Math.min(PIECE, n - j), max, y, target + j);
        }
        return (float) sum;
    }

    /// The same for at most [#PIECE] elements.
    static float piece(float[] x, int at, int n, float max, float[] y, int target) {
        return vectorsPay(n)
                ? pieceByVector(x, at, n, max, y, target)
                : RowExponentialTwin.piece(x, at, n, max, y, target);
    }

    static float pieceByVector(float[] x, int at, int n, float max, float[] y, int target) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
        FloatVector round = FloatVector.broadcast(SPECIES, ROUND_BIASED);
        FloatVector end = FloatVector.broadcast(SPECIES, END);
        FloatVector least = FloatVector.broadcast(SPECIES, LEAST);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        FloatVector c1 = FloatVector.broadcast(SPECIES, EXP2_1);
        FloatVector c2 = FloatVector.broadcast(SPECIES, EXP2_2);
        FloatVector c3 = FloatVector.broadcast(SPECIES, EXP2_3);
        FloatVector c4 = FloatVector.broadcast(SPECIES, EXP2_4);
        FloatVector c5 = FloatVector.broadcast(SPECIES, EXP2_5);
        FloatVector c6 = FloatVector.broadcast(SPECIES, EXP2_6);
        FloatVector shift = FloatVector.broadcast(SPECIES, max);
        FloatVector sum = FloatVector.zero(SPECIES);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, at + j).sub(shift);
            d = d.blend(least, d.compare(VectorOperators.LT, end)); // a NaN compares false and stays
            FloatVector rounded = d.fma(log2e, round);
            FloatVector f = d.fma(log2e, round.sub(rounded));
            FloatVector f2 = f.mul(f);
            FloatVector high = c6.fma(f2, c5.fma(f, c4)).fma(f2, c3.fma(f, c2));
            FloatVector power = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector e = high.fma(f2, c1.fma(f, one)).mul(power);
            e.intoArray(y, target + j);
            sum = e.add(sum);
        }
        if (j < n) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, at + j).sub(shift);
            d = d.blend(least, d.compare(VectorOperators.LT, end));
            FloatVector rounded = d.fma(log2e, round);
            FloatVector f = d.fma(log2e, round.sub(rounded));
            FloatVector f2 = f.mul(f);
            FloatVector high = c6.fma(f2, c5.fma(f, c4)).fma(f2, c3.fma(f, c2));
            FloatVector power = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector e = high.fma(f2, c1.fma(f, one)).mul(power);
            e.intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
            sum = sum.add(e, SPECIES.indexInRange(0, n - j));
        }
        if (LANES > 8) {
            sum = sum.add(sum.rearrange(BY_8));
        }
        if (LANES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        return sum.lane(0) + sum.lane(1);
    }

    /// `for j in [0, n): y[at + j] = y[at + j]·factor + shift`.
    static void scale(float[] y, int at, int n, float factor, float shift) {
        if (vectorsPay(n)) {
            scaleByVector(y, at, n, factor, shift);
        } else {
            RowExponentialTwin.scale(y, at, n, factor, shift);
        }
    }

    static void scaleByVector(float[] y, int at, int n, float factor, float shift) {
        FloatVector times = FloatVector.broadcast(SPECIES, factor);
        FloatVector plus = FloatVector.broadcast(SPECIES, shift);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, y, at + j).fma(times, plus).intoArray(y, at + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, y, at + j)
                    .fma(times, plus)
                    .intoArray(y, at + j, SPECIES.indexInRange(0, n - j));
        }
    }

    /// `for j in [0, n): y[target + j] = (x[at + j] − max) − logarithm`: in two steps, since the sum of a large
    /// maximum and a small logarithm would round away the latter.
    static void subtract(float[] x, int at, int n, float max, float logarithm, float[] y, int target) {
        if (vectorsPay(n)) {
            subtractByVector(x, at, n, max, logarithm, y, target);
        } else {
            RowExponentialTwin.subtract(x, at, n, max, logarithm, y, target);
        }
    }

    static void subtractByVector(float[] x, int at, int n, float max, float logarithm, float[] y, int target) {
        FloatVector first = FloatVector.broadcast(SPECIES, max);
        FloatVector second = FloatVector.broadcast(SPECIES, logarithm);
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, x, at + j).sub(first).sub(second).intoArray(y, target + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, x, at + j)
                    .sub(first)
                    .sub(second)
                    .intoArray(y, target + j, SPECIES.indexInRange(0, n - j));
        }
    }

    /// `ln sum`, within 2e-11, and exact at 1: with `sum = 2^k·m` and a number `1/a` near `1/m` from a table, `ln
    /// sum = k·ln 2 + ln a + ln(1 + r)` for `r = m/a − 1`, whose series ends soon. The result is waited for, and
    /// this is the shortest way to it.
    static double logarithm(float sum) {
        if (!(sum >= Float.MIN_NORMAL && sum < Float.POSITIVE_INFINITY)) {
            return StrictMath.log(sum);
        }
        int bits = Float.floatToRawIntBits(sum);
        int k = (bits >> 23) - 127;
        int entry = bits >> 18 & 31;
        double r = (double) Float.intBitsToFloat(bits & 0x7fffff | ONE_BITS) * INVERSES[entry] - 1;
        double r2 = r * r;
        double tail = (0.5 - r * (1.0 / 3)) + r2 * ((0.25 - r * 0.2) + r2 * (1.0 / 6));
        return k * LN_2 + LOGARITHMS[entry] + (r - r2 * tail);
    }

    /// All four, with a last vector in part. The largest is taken in several loops, by the length.
    private static final class Exercise implements WarmUp.Exercise {
        private final float[] x = new float[WarmUp.ROUNDS * LANES + Lanes.PADDING];
        private final float[] y = new float[x.length];

        @Override
        public void run(int calls, int rounds) {
            int n = Math.max(rounds * LANES - 1, 0);
            for (int i = 0; i < calls; i++) {
                float max = largestByVector(x, 0, n);
                float sum = pieceByVector(x, 0, n, max, y, 0);
                scaleByVector(y, 0, n, 1f, 0f);
                subtractByVector(x, 0, n, max, sum, y, 0);
            }
        }
    }
}
