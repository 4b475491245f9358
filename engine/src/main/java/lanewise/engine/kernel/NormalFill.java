package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;

/// `for i: y[i] = mean + std·z(i)`, with standard normal `z` by the method of Box and Muller: words `a, b` of the
/// stream give
///
///     r = √(−2·ln((a + 1)/2³²)),  φ = 2π·b/2³²,  z = r·cos φ, r·sin φ
///
/// so `|z|` is at most √(64·ln 2) = 6.66. All of it is in double, of nothing but additions, multiplications,
/// divisions and a square root, so that every machine gives the same bits; and in small scalar methods, which the
/// JVM has compiled after a few hundred calls: weights are drawn at the start of a program.
///
/// The range is that of `y`; it must begin at a multiple of [Philox#WORDS].
///
/// Box, Muller 1958, "A note on the generation of random normal deviates".
public final class NormalFill implements RangeTask {
    private static final double LN_2 = 0.6931471805599453;
    private static final long SQRT_HALF_BITS = 0x3FE6A09E667F3BCDL;

    private final long seed;
    private final long position;
    private final float[] y;
    private final int offset;
    private final double mean;
    private final double std;

    /// Fills `y` from `offset` on with the words from block `position` on.
    public NormalFill(long seed, long position, float[] y, int offset, float mean, float std) {
        this.seed = seed;
        this.position = position;
        this.y = y;
        this.offset = offset;
        this.mean = mean;
        this.std = std;
    }

    @Override
    public void run(int from, int to) {
        int[] words = new int[Philox.WORDS];
        for (int i = from; i < to; i += Philox.WORDS) {
            Philox.block(seed, position + i / Philox.WORDS, words);
            pair(words[0], words[1], i, to);
            pair(words[2], words[3], i + 2, to);
        }
    }

    /// `y[i], y[i + 1]` from two words, as far as they lie before `to`.
    private void pair(int a, int b, int i, int to) {
        double r = Math.sqrt(-2 * log((Integer.toUnsignedLong(a) + 1) * 0x1p-32)) * std;
        int quarter = (b + 0x20000000) >>> 30; // the nearest multiple of π/2
        double angle = (b - (quarter << 30)) * (Math.PI / 0x1p31); // from it, in [−π/4, π/4)
        double cosine = cos(angle);
        double sine = sin(angle);
        double x = (quarter & 1) == 0 ? cosine : -sine;
        double other = (quarter & 1) == 0 ? sine : cosine;
        boolean opposite = (quarter & 2) != 0;
        if (i < to) {
            y[offset + i] = (float) (mean + r * (opposite ? -x : x));
        }
        if (i + 1 < to) {
            y[offset + i + 1] = (float) (mean + r * (opposite ? -other : other));
        }
    }

    /// The Taylor series of sine up to `x¹³/13!`; within 3e-14 of it, relatively, for `|x| ≤ π/4`.
    static double sin(double x) {
        double z = x * x;
        double p = 1 / 6227020800.0;
        p = p * z - 1 / 39916800.0;
        p = p * z + 1 / 362880.0;
        p = p * z - 1 / 5040.0;
        p = p * z + 1 / 120.0;
        p = p * z - 1 / 6.0;
        return x + x * z * p;
    }

    /// The Taylor series of cosine up to `x¹²/12!`; within 1e-12 of it, relatively, for `|x| ≤ π/4`.
    static double cos(double x) {
        double z = x * x;
        double p = 1 / 479001600.0;
        p = p * z - 1 / 3628800.0;
        p = p * z + 1 / 40320.0;
        p = p * z - 1 / 720.0;
        p = p * z + 1 / 24.0;
        p = p * z - 1 / 2.0;
        return 1 + z * p;
    }

    /// The natural logarithm of a normal positive number, within 1e-14 of it, relatively: `x = 2ᵉ·m` with `m` in
    /// [√½, √2), and `ln m = 2·artanh(s)` with `s = (m − 1)/(m + 1)`, as a series up to `s¹⁷`.
    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) ((bits - SQRT_HALF_BITS) >> 52);
        double m = Double.longBitsToDouble(bits - ((long) exponent << 52));
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double p = 2 / 17.0;
        p = p * z + 2 / 15.0;
        p = p * z + 2 / 13.0;
        p = p * z + 2 / 11.0;
        p = p * z + 2 / 9.0;
        p = p * z + 2 / 7.0;
        p = p * z + 2 / 5.0;
        p = p * z + 2 / 3.0;
        return exponent * LN_2 + (2 * s + s * z * p);
    }
}
