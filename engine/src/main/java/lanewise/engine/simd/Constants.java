package lanewise.engine.simd;

/// The constants of the transcendental functions: the coefficients of polynomials by the power that they belong to,
/// and the parts of the numbers that arguments are split by.
public final class Constants {
    /// The bits of 1.
    public static final int ONE_BITS = 0x3f800000;

    static final int ROUND_BITS = 0x4b400000;
    static final int SIGN_BIT = 0x80000000;

    /// The bits of sqrt(1/2): significands are taken from `[sqrt(1/2), sqrt(2))`.
    static final int SQRT_HALF_BITS = 0x3f3504f3;

    // The same to a higher degree, for expm1.
    static final float EXPM1_2 = 0.5f;
    static final float EXPM1_3 = 1.6666666e-1f;
    static final float EXPM1_4 = 4.1666493e-2f;
    static final float EXPM1_5 = 8.333545e-3f;
    static final float EXPM1_6 = 1.3932331e-3f;
    static final float EXPM1_7 = 1.9762571e-4f;

    // `(tanh x − x)/x³` for `|x| <= 0.625`, in powers of `x²`.
    static final float TANH_1 = -3.333328e-1f;
    static final float TANH_2 = 1.3331406e-1f;
    static final float TANH_3 = -5.3736515e-2f;
    static final float TANH_4 = 2.0628167e-2f;
    static final float TANH_5 = -5.692296e-3f;

    // up to here that polynomial, beyond it a quotient of exponentials
    static final float TANH_BOUND = 0.625f;

    // `ln(1 − erf t)/t` for `t` in `[0.93, 4]`, in powers of `t`.
    static final float ERF_TAIL_0 = -1.1286542f;
    static final float ERF_TAIL_1 = -6.35128e-1f;
    static final float ERF_TAIL_2 = -1.0627541e-1f;
    static final float ERF_TAIL_3 = 2.3795223e-2f;
    static final float ERF_TAIL_4 = -3.6581277e-3f;
    static final float ERF_TAIL_5 = 3.2665624e-4f;
    static final float ERF_TAIL_6 = -1.16162e-5f;

    // `Φ(−t)·e^(t²/2)` for `t` in `[0, 13.2]`, in powers of `CDF_WIDTH/(CDF_WIDTH + t)`, whose sum is
    // rounded less than one near 1 would be
    static final float CDF_WIDTH = 2.9411764f;
    static final float CDF_1 = 0.13593378f;
    static final float CDF_2 = 0.13069507f;
    static final float CDF_3 = 0.15279215f;
    static final float CDF_4 = -0.02316116f;
    static final float CDF_5 = 0.25595695f;
    static final float CDF_6 = -0.19603882f;
    static final float CDF_7 = 0.04382204f;

    // `(e^r − 1 − r)/r²` for `|r| <= ln(2)/2`, in powers of `r`, for exp.
    static final float EXP_2 = 0.49999994f;
    static final float EXP_3 = 1.6666521e-1f;
    static final float EXP_4 = 4.1668266e-2f;
    static final float EXP_5 = 8.368677e-3f;
    static final float EXP_6 = 1.3820734e-3f;

    // `(sinh x − x)/x³` for `|x| <= 1`, in powers of `x²`.
    static final float SINH_1 = 1.6666667e-1f;
    static final float SINH_2 = 8.33331e-3f;
    static final float SINH_3 = 1.9842896e-4f;
    static final float SINH_4 = 2.7822132e-6f;

    // `(arctan x − x)/x³` for `|x| <= 1`, in powers of `x²`.
    static final float ATAN_1 = -3.3333299e-1f;
    static final float ATAN_2 = 1.999853e-1f;
    static final float ATAN_3 = -1.4264014e-1f;
    static final float ATAN_4 = 1.0950861e-1f;
    static final float ATAN_5 = -8.399208e-2f;
    static final float ATAN_6 = 5.787887e-2f;
    static final float ATAN_7 = -3.1093534e-2f;
    static final float ATAN_8 = 1.0866271e-2f;
    static final float ATAN_9 = -1.7821442e-3f;

    // `(ln(1 + f) − f)/f²` for `1 + f` in `[sqrt(1/2), sqrt(2)]`, in powers of `f`.
    static final float LOG_2 = -4.9999988e-1f;
    static final float LOG_3 = 3.3333325e-1f;
    static final float LOG_4 = -2.500161e-1f;
    static final float LOG_5 = 2.0002013e-1f;
    static final float LOG_6 = -1.6608454e-1f;
    static final float LOG_7 = 1.4180604e-1f;
    static final float LOG_8 = -1.3247058e-1f;
    static final float LOG_9 = 1.2914549e-1f;
    static final float LOG_10 = -7.624771e-2f;

    // `(erf t − t)/t` for `t` in `[0, 0.9375]`, in powers of `t²`.
    static final float ERF_0 = 1.2837917e-1f;
    static final float ERF_1 = -3.761263e-1f;
    static final float ERF_2 = 1.1283626e-1f;
    static final float ERF_3 = -2.6855737e-2f;
    static final float ERF_4 = 5.192438e-3f;
    static final float ERF_5 = -8.0503843e-4f;
    static final float ERF_6 = 8.000279e-5f;

    // `(sin r − r)/r³` for `|r| <= π/4`, in powers of `r²`.
    static final float SIN_1 = -1.6666667e-1f;
    static final float SIN_2 = 8.333379e-3f;
    static final float SIN_3 = -1.9853066e-4f;
    static final float SIN_4 = 2.8325396e-6f;

    // `(cos r − 1)/r²` for `|r| <= π/4`, in powers of `r²`.
    static final float COS_1 = -0.5f;
    static final float COS_2 = 4.1666646e-2f;
    static final float COS_3 = -1.3887308e-3f;
    static final float COS_4 = 2.4432102e-5f;

    /// `(2^r − 1)/r` for `|r| <= 1/2`, in powers of `r`.
    public static final float EXP2_1 = 6.931472e-1f;

    /// The coefficient of `r`.
    public static final float EXP2_2 = 2.4022648e-1f;

    /// The coefficient of `r^2`.
    public static final float EXP2_3 = 5.5503596e-2f;

    /// The coefficient of `r^3`.
    public static final float EXP2_4 = 9.618503e-3f;

    /// The coefficient of `r^4`.
    public static final float EXP2_5 = 1.3390997e-3f;

    /// The coefficient of `r^5`.
    public static final float EXP2_6 = 1.5327828e-4f;

    // (atanh s/s − 1)/s² − 1/3 for the s of [Power], in powers of s²
    static final float ATANH_1 = 2.0000076e-1f;
    static final float ATANH_2 = 1.4273547e-1f;
    static final float ATANH_3 = 1.1709758e-1f;

    // log₁₀ e and log₁₀ 2, the rest of each beside it
    static final float LOG10_E = 0x1.bcb7b2p-2f;
    static final float LOG10_E_LOW = -0x1.5b235ep-27f;
    static final float LOG10_2 = 0x1.344136p-2f;
    static final float LOG10_2_LOW = -0x1.ec10cp-27f;

    // ln 2, its inverse and π/2 in parts of 24 bits; the sum of the parts is the number
    static final float LN2_HIGH = 0x1.62e43p-1f;
    static final float LN2_LOW = -0x1.05c61p-29f;

    /// `log₂ e`, of which [#LOG2_E_LOW] is the rest.
    public static final float LOG2_E = 0x1.715476p0f;
    static final float LOG2_E_LOW = 0x1.4ae0cp-26f;
    static final float MINUS_HALF_PI_HIGH = -0x1.921fb6p0f;
    static final float MINUS_HALF_PI_MIDDLE = 0x1.777a5cp-25f;
    static final float MINUS_HALF_PI_LOW = 0x1.ee59dap-50f;
    static final float TWO_OVER_PI = 0x1.45f306p-1f;

    /// Adding and taking away 1.5·2^23 rounds to an integer, which then stands in the low bits of the sum.
    public static final float ROUND = 0x1.8p23f;

    static final float SQRT_HALF = 0x1.6a09e6p-1f;

    // up to here the polynomial of the error function itself, beyond that of its complement's logarithm
    static final float ERF_BOUND = 0.9375f;

    // e^(-9.2²) is the last power that is not denormal, with some room
    static final float NORMAL_END = 9.2f;

    // 1/√(2π)
    static final float DENSITY_AT_0 = 0.3989423f;

    private Constants() {}
}
