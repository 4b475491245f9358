package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// The constants of the transcendental functions, each in every lane: the coefficients of polynomials by the power
/// that they belong to, and the parts of the numbers that arguments are split by.
///
/// They are vectors here because the compiler inlines within limits, and a loop that makes a vector of each is
/// beyond them.
final class Constants {
    static final int ONE_BITS = 0x3f800000;
    static final int ROUND_BITS = 0x4b400000;
    static final int SIGN_BIT = 0x80000000;

    /// The bits of sqrt(1/2): significands are taken from `[sqrt(1/2), sqrt(2))`.
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    static final FloatVector ZERO = FloatVector.broadcast(SPECIES, 0f);
    static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1f);
    static final FloatVector TWO = FloatVector.broadcast(SPECIES, 2f);
    static final FloatVector HALF = FloatVector.broadcast(SPECIES, 0.5f);

    // The same to a higher degree, for expm1.
    static final FloatVector EXPM1_2 = FloatVector.broadcast(SPECIES, 0.5f);
    static final FloatVector EXPM1_3 = FloatVector.broadcast(SPECIES, 1.6666666e-1f);
    static final FloatVector EXPM1_4 = FloatVector.broadcast(SPECIES, 4.1666493e-2f);
    static final FloatVector EXPM1_5 = FloatVector.broadcast(SPECIES, 8.333545e-3f);
    static final FloatVector EXPM1_6 = FloatVector.broadcast(SPECIES, 1.3932331e-3f);
    static final FloatVector EXPM1_7 = FloatVector.broadcast(SPECIES, 1.9762571e-4f);

    // `(tanh x − x)/x³` for `|x| <= 0.625`, in powers of `x²`.
    static final FloatVector TANH_1 = FloatVector.broadcast(SPECIES, -3.333328e-1f);
    static final FloatVector TANH_2 = FloatVector.broadcast(SPECIES, 1.3331406e-1f);
    static final FloatVector TANH_3 = FloatVector.broadcast(SPECIES, -5.3736515e-2f);
    static final FloatVector TANH_4 = FloatVector.broadcast(SPECIES, 2.0628167e-2f);
    static final FloatVector TANH_5 = FloatVector.broadcast(SPECIES, -5.692296e-3f);

    // `ln(1 − erf t)/t` for `t` in `[0.93, 4]`, in powers of `t`.
    static final FloatVector ERF_TAIL_0 = FloatVector.broadcast(SPECIES, -1.1286542f);
    static final FloatVector ERF_TAIL_1 = FloatVector.broadcast(SPECIES, -6.35128e-1f);
    static final FloatVector ERF_TAIL_2 = FloatVector.broadcast(SPECIES, -1.0627541e-1f);
    static final FloatVector ERF_TAIL_3 = FloatVector.broadcast(SPECIES, 2.3795223e-2f);
    static final FloatVector ERF_TAIL_4 = FloatVector.broadcast(SPECIES, -3.6581277e-3f);
    static final FloatVector ERF_TAIL_5 = FloatVector.broadcast(SPECIES, 3.2665624e-4f);
    static final FloatVector ERF_TAIL_6 = FloatVector.broadcast(SPECIES, -1.16162e-5f);

    // `ln(1 − erf t)/t` for `t` in `[0.93, 10.2]`, in powers of `t`: less exact where it matters less.
    static final FloatVector CDF_TAIL_0 = FloatVector.broadcast(SPECIES, -1.1288995f);
    static final FloatVector CDF_TAIL_1 = FloatVector.broadcast(SPECIES, -6.341028e-1f);
    static final FloatVector CDF_TAIL_2 = FloatVector.broadcast(SPECIES, -1.0803243e-1f);
    static final FloatVector CDF_TAIL_3 = FloatVector.broadcast(SPECIES, 2.5387455e-2f);
    static final FloatVector CDF_TAIL_4 = FloatVector.broadcast(SPECIES, -4.478206e-3f);
    static final FloatVector CDF_TAIL_5 = FloatVector.broadcast(SPECIES, 5.662087e-4f);
    static final FloatVector CDF_TAIL_6 = FloatVector.broadcast(SPECIES, -4.885931e-5f);
    static final FloatVector CDF_TAIL_7 = FloatVector.broadcast(SPECIES, 2.6885907e-6f);
    static final FloatVector CDF_TAIL_8 = FloatVector.broadcast(SPECIES, -8.361298e-8f);
    static final FloatVector CDF_TAIL_9 = FloatVector.broadcast(SPECIES, 1.0936257e-9f);

    // `(e^r − 1 − r)/r²` for `|r| <= ln(2)/2`, in powers of `r`, for exp.
    static final FloatVector EXP_2 = FloatVector.broadcast(SPECIES, 0.49999994f);
    static final FloatVector EXP_3 = FloatVector.broadcast(SPECIES, 1.6666521e-1f);
    static final FloatVector EXP_4 = FloatVector.broadcast(SPECIES, 4.1668266e-2f);
    static final FloatVector EXP_5 = FloatVector.broadcast(SPECIES, 8.368677e-3f);
    static final FloatVector EXP_6 = FloatVector.broadcast(SPECIES, 1.3820734e-3f);

    // `(ln(1 + f) − f)/f²` for `1 + f` in `[sqrt(1/2), sqrt(2)]`, in powers of `f`.
    static final FloatVector LOG_2 = FloatVector.broadcast(SPECIES, -4.9999988e-1f);
    static final FloatVector LOG_3 = FloatVector.broadcast(SPECIES, 3.3333325e-1f);
    static final FloatVector LOG_4 = FloatVector.broadcast(SPECIES, -2.500161e-1f);
    static final FloatVector LOG_5 = FloatVector.broadcast(SPECIES, 2.0002013e-1f);
    static final FloatVector LOG_6 = FloatVector.broadcast(SPECIES, -1.6608454e-1f);
    static final FloatVector LOG_7 = FloatVector.broadcast(SPECIES, 1.4180604e-1f);
    static final FloatVector LOG_8 = FloatVector.broadcast(SPECIES, -1.3247058e-1f);
    static final FloatVector LOG_9 = FloatVector.broadcast(SPECIES, 1.2914549e-1f);
    static final FloatVector LOG_10 = FloatVector.broadcast(SPECIES, -7.624771e-2f);

    // `(erf t − t)/t` for `t` in `[0, 0.9375]`, in powers of `t²`.
    static final FloatVector ERF_0 = FloatVector.broadcast(SPECIES, 1.2837917e-1f);
    static final FloatVector ERF_1 = FloatVector.broadcast(SPECIES, -3.761263e-1f);
    static final FloatVector ERF_2 = FloatVector.broadcast(SPECIES, 1.1283626e-1f);
    static final FloatVector ERF_3 = FloatVector.broadcast(SPECIES, -2.6855737e-2f);
    static final FloatVector ERF_4 = FloatVector.broadcast(SPECIES, 5.192438e-3f);
    static final FloatVector ERF_5 = FloatVector.broadcast(SPECIES, -8.0503843e-4f);
    static final FloatVector ERF_6 = FloatVector.broadcast(SPECIES, 8.000279e-5f);

    // `(sin r − r)/r³` for `|r| <= π/4`, in powers of `r²`.
    static final FloatVector SIN_1 = FloatVector.broadcast(SPECIES, -1.6666667e-1f);
    static final FloatVector SIN_2 = FloatVector.broadcast(SPECIES, 8.333379e-3f);
    static final FloatVector SIN_3 = FloatVector.broadcast(SPECIES, -1.9853066e-4f);
    static final FloatVector SIN_4 = FloatVector.broadcast(SPECIES, 2.8325396e-6f);

    // `(cos r − 1)/r²` for `|r| <= π/4`, in powers of `r²`.
    static final FloatVector COS_1 = FloatVector.broadcast(SPECIES, -0.5f);
    static final FloatVector COS_2 = FloatVector.broadcast(SPECIES, 4.1666646e-2f);
    static final FloatVector COS_3 = FloatVector.broadcast(SPECIES, -1.3887308e-3f);
    static final FloatVector COS_4 = FloatVector.broadcast(SPECIES, 2.4432102e-5f);

    // `(2^r − 1)/r` for `|r| <= 1/2`, in powers of `r`.
    static final FloatVector EXP2_1 = FloatVector.broadcast(SPECIES, 6.931472e-1f);
    static final FloatVector EXP2_2 = FloatVector.broadcast(SPECIES, 2.4022648e-1f);
    static final FloatVector EXP2_3 = FloatVector.broadcast(SPECIES, 5.5503596e-2f);
    static final FloatVector EXP2_4 = FloatVector.broadcast(SPECIES, 9.618503e-3f);
    static final FloatVector EXP2_5 = FloatVector.broadcast(SPECIES, 1.3390997e-3f);
    static final FloatVector EXP2_6 = FloatVector.broadcast(SPECIES, 1.5327828e-4f);

    // (atanh s/s − 1)/s² − 1/3 for the s of [Power], in powers of s²
    static final FloatVector ATANH_1 = FloatVector.broadcast(SPECIES, 2.0000076e-1f);
    static final FloatVector ATANH_2 = FloatVector.broadcast(SPECIES, 1.4273547e-1f);
    static final FloatVector ATANH_3 = FloatVector.broadcast(SPECIES, 1.1709758e-1f);

    // ln 2, its inverse and π/2 in parts of 24 bits; the sum of the parts is the number
    static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(SPECIES, -0x1.62e43p-1f);
    static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(SPECIES, 0x1.05c61p-29f);
    static final FloatVector LOG2_E_HIGH = FloatVector.broadcast(SPECIES, 0x1.715476p0f);
    static final FloatVector LOG2_E_LOW = FloatVector.broadcast(SPECIES, 0x1.4ae0cp-26f);
    static final FloatVector MINUS_HALF_PI_HIGH = FloatVector.broadcast(SPECIES, -0x1.921fb6p0f);
    static final FloatVector MINUS_HALF_PI_MIDDLE = FloatVector.broadcast(SPECIES, 0x1.777a5cp-25f);
    static final FloatVector MINUS_HALF_PI_LOW = FloatVector.broadcast(SPECIES, 0x1.ee59dap-50f);
    static final FloatVector TWO_OVER_PI = FloatVector.broadcast(SPECIES, 0x1.45f306p-1f);

    /// Adding and taking away 1.5·2^23 rounds to an integer, which then stands in the low bits of the sum.
    static final FloatVector ROUND = FloatVector.broadcast(SPECIES, 0x1.8p23f);

    static final FloatVector SQRT_HALF = FloatVector.broadcast(SPECIES, 0x1.6a09e6p-1f);

    // e^-104 rounds to 0, e^89 to infinity
    static final FloatVector EXP_BEGIN = FloatVector.broadcast(SPECIES, -104f);
    static final FloatVector EXP_END = FloatVector.broadcast(SPECIES, 89f);

    // up to here the polynomial of the error function itself, beyond that of its complement's logarithm
    static final FloatVector ERF_BOUND = FloatVector.broadcast(SPECIES, 0.9375f);

    // e^(-9.2²) is the last power that is not denormal, with some room
    static final FloatVector NORMAL_END = FloatVector.broadcast(SPECIES, 9.2f);

    // 1/√(2π)
    static final FloatVector DENSITY_AT_0 = FloatVector.broadcast(SPECIES, 0.3989423f);

    private Constants() {}
}
