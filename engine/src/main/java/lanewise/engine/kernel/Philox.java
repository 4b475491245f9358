package lanewise.engine.kernel;

/// Philox 4x32-10: a bijection from a 128-bit counter to 128 random bits under a 64-bit key, in ten rounds of two
/// multiplications. Any block can be computed by itself, so a stream is divided among threads without changing a
/// number.
///
/// Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
public final class Philox {
    /// Words in one block.
    public static final int WORDS = 4;

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    /// The golden ratio and √3 − 1, in units of 2⁻³²: what the two halves of the key grow by each round.
    private static final int KEY_STEP_0 = 0x9E3779B9;

    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox() {}

    /// `words[0..4)` = the block at counter `position` (the counter's upper half is zero) under `seed`.
    public static void block(long seed, long position, int[] words) {
        block(seed, position, 0, words);
    }

    /// `words[0..4)` = the block at the counter `(low, high)` under `key`; the words of both are little-endian.
    public static void block(long key, long low, long high, int[] words) {
        int c0 = (int) low;
        int c1 = (int) (low >>> 32);
        int c2 = (int) high;
        int c3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += KEY_STEP_0;
            k1 += KEY_STEP_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
