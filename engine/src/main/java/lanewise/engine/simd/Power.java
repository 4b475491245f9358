package lanewise.engine.simd;

import static lanewise.engine.simd.Constants.ATANH_1;
import static lanewise.engine.simd.Constants.ATANH_2;
import static lanewise.engine.simd.Constants.ATANH_3;
import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Constants.LOG2_E_LOW;
import static lanewise.engine.simd.Constants.ONE_BITS;
import static lanewise.engine.simd.Constants.ROUND;
import static lanewise.engine.simd.Constants.ROUND_BITS;
import static lanewise.engine.simd.Constants.SQRT_HALF_BITS;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// `x^y` of runs of floats as `2^(y·log₂x)`, with the logarithm in two floats, since its error is multiplied by up
/// to 128; made as [Exponential] says.
public final class Power {
    private static final int MIN_NORMAL_BITS = 0x00800000;
    private static final int INFINITY_BITS = 0x7f800000;

    private static final float THIRD_HIGH = 0x1.555556p-2f;
    private static final float THIRD_LOW = -0x1.555556p-27f;

    private Power() {}

    /// `for i in [0, length): z[zo + i] = x[xo + i]^(y[yo + i·step] + shift)`, within 1 ULP, with the special cases
    /// of C's `pow`: 1 for an exponent 0 and for `x = 1`, NaN for a negative `x` and an exponent that is no
    /// integer.
    ///
    /// `step` is 1, or 0 if all exponents are one, which then fills a vector from `y[yo]` on. `z` must be neither
    /// `x` nor `y`.
    public static void pow(float[] x, int xo, float[] y, int yo, int step, float shift, float[] z, int zo, int length) {
        var one = FloatVector.broadcast(SPECIES, 1f);
        var round = FloatVector.broadcast(SPECIES, ROUND);
        var two = FloatVector.broadcast(SPECIES, 2f);
        var atanh3 = FloatVector.broadcast(SPECIES, ATANH_3);
        var atanh2 = FloatVector.broadcast(SPECIES, ATANH_2);
        var atanh1 = FloatVector.broadcast(SPECIES, ATANH_1);
        var log2EHigh = FloatVector.broadcast(SPECIES, LOG2_E);
        var log2ELow = FloatVector.broadcast(SPECIES, LOG2_E_LOW);
        var zero = FloatVector.broadcast(SPECIES, 0f);
        var exp26 = FloatVector.broadcast(SPECIES, EXP2_6);
        var exp25 = FloatVector.broadcast(SPECIES, EXP2_5);
        var exp24 = FloatVector.broadcast(SPECIES, EXP2_4);
        var exp23 = FloatVector.broadcast(SPECIES, EXP2_3);
        var exp22 = FloatVector.broadcast(SPECIES, EXP2_2);
        var exp21 = FloatVector.broadcast(SPECIES, EXP2_1);
        IntVector least = one.reinterpretAsInts();
        IntVector most = least;
        IntVector all = least;
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var yi = FloatVector.fromArray(SPECIES, y, yo + i * step).add(shift);
            var bits = xi.abs().reinterpretAsInts();
            least = least.min(bits);
            most = most.max(bits).max(yi.abs().reinterpretAsInts());
            all = all.or(xi.reinterpretAsInts());

            // |x| = m·2^n, s = (m − 1)/(m + 1): ln m = 2s·(1 + s²/3 + s⁴/5 + ...). A name that ends in Low is what
            // the rounding of its fellow lost.
            var negated = bits.neg().add(SQRT_HALF_BITS + 0x7fffff).lanewise(VectorOperators.ASHR, 23);
            var n = round.sub(negated.add(ROUND_BITS).reinterpretAsFloats());
            var f = bits.add(negated.lanewise(VectorOperators.LSHL, 23))
                    .reinterpretAsFloats()
                    .sub(one);
            var d = f.add(two);
            var inverse = one.div(d);
            var s = f.mul(inverse);
            var dLow = f.sub(d.sub(two));
            var sLow = s.neg().fma(dLow, s.neg().fma(d, f)).mul(inverse);
            var z2 = s.mul(s);
            var z2Low = s.add(s).fma(sLow, s.fma(s, z2.neg()));
            var tail = atanh3.fma(z2, atanh2).fma(z2, atanh1).mul(z2); // s²/5 + s⁴/7 + ...
            var w = tail.add(THIRD_HIGH);
            var wLow = tail.sub(w.sub(THIRD_HIGH)).add(THIRD_LOW);
            var v = z2.mul(w);
            var vLow = z2Low.fma(w, z2.fma(wLow, z2.fma(w, v.neg())));
            // 2s·(1 + v)
            var twice = s.add(s);
            var twiceLow = sLow.add(sLow);
            var product = twice.mul(v);
            var productLow = twice.fma(vLow, twice.fma(v, product.neg()));
            var ln = twice.add(product);
            var lnLow = product.sub(ln.sub(twice)).add(productLow.add(twiceLow.fma(v, twiceLow)));
            // times log₂e, plus n
            var part = ln.mul(log2EHigh);
            var partLow = lnLow.fma(log2EHigh, ln.fma(log2ELow, ln.fma(log2EHigh, part.neg())));
            var log2 = n.add(part);
            var log2Low = part.sub(log2.sub(n)).add(partLow);

            // 2^e
            var e = yi.mul(log2);
            var eLow = yi.fma(log2Low, yi.fma(log2, e.neg()));
            eLow = eLow.blend(zero, e.abs().compare(VectorOperators.GT, 160f));
            e = e.blend(160f, e.compare(VectorOperators.GT, 160f));
            e = e.blend(-160f, e.compare(VectorOperators.LT, -160f));
            var rounded = e.add(round);
            var r = e.sub(rounded.sub(round)).add(eLow);
            var p = exp26.fma(r, exp25);
            p = p.fma(r, exp24);
            p = p.fma(r, exp23);
            p = p.fma(r, exp22);
            p = p.fma(r, exp21);
            p = p.fma(r, one);
            var exponent = rounded.reinterpretAsInts();
            var half = exponent.lanewise(VectorOperators.ASHR, 1);
            var other = exponent.sub(half);
            var zi = p.mul(half.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats())
                    .mul(other.lanewise(VectorOperators.LSHL, 23).add(ONE_BITS).reinterpretAsFloats());
            if (i <= length - LANES) {
                zi.intoArray(z, zo + i);
            } else {
                zi.intoArray(z, zo + i, SPECIES.indexInRange(0, length - i));
            }
        }
        if (all.reduceLanes(VectorOperators.OR) < 0) {
            ofNegative(x, xo, y, yo, step, shift, z, zo, length);
        }
        if (least.reduceLanes(VectorOperators.MIN) < MIN_NORMAL_BITS
                || most.reduceLanes(VectorOperators.MAX) >= INFINITY_BITS) {
            atEdges(x, xo, y, yo, step, shift, z, zo, length);
        }
    }

    /// `z = |x|^e` made `x^e` where `x` is negative: negated for an odd `e`, NaN for one that is no integer.
    private static void ofNegative(
            float[] x, int xo, float[] y, int yo, int step, float shift, float[] z, int zo, int length) {
        var half = FloatVector.broadcast(SPECIES, 0.5f);
        var zero = FloatVector.broadcast(SPECIES, 0f);
        for (int i = 0; i < length; i += LANES) {
            var xi = FloatVector.fromArray(SPECIES, x, xo + i);
            var e = FloatVector.fromArray(SPECIES, y, yo + i * step).add(shift).abs();
            var halved = e.mul(half);
            // every float from 2^23 on is an integer
            var isWhole = e.compare(VectorOperators.EQ, e.add(0x1p23f).sub(0x1p23f))
                    .or(e.compare(VectorOperators.GE, 0x1p23f));
            var isEven = halved.compare(VectorOperators.EQ, halved.add(0x1p23f).sub(0x1p23f))
                    .or(halved.compare(VectorOperators.GE, 0x1p23f));
            var magnitude = FloatVector.fromArray(SPECIES, z, zo + i);
            var power = magnitude.neg().blend(magnitude, isEven);
            power = FloatVector.broadcast(SPECIES, Float.NaN).blend(power, isWhole);
            var zi = magnitude.blend(power, xi.compare(VectorOperators.LT, zero));
            if (i <= length - LANES) {
                zi.intoArray(z, zo + i);
            } else {
                zi.intoArray(z, zo + i, SPECIES.indexInRange(0, length - i));
            }
        }
    }

    /// One by one, where `x` is zero, denormal, infinite or NaN, or the exponent is infinite or NaN.
    private static void atEdges(
            float[] x, int xo, float[] y, int yo, int step, float shift, float[] z, int zo, int length) {
        for (int i = 0; i < length; i++) {
            float a = Math.abs(x[xo + i]);
            float e = y[yo + i * step] + shift;
            if (!(a >= Float.MIN_NORMAL && a < Float.POSITIVE_INFINITY && Math.abs(e) < Float.POSITIVE_INFINITY)) {
                // where C's pow and Java's differ
                boolean one = x[xo + i] == 1f || a == 1f && Float.isInfinite(e);
                z[zo + i] = one ? 1f : (float) StrictMath.pow(x[xo + i], e);
            }
        }
    }
}
