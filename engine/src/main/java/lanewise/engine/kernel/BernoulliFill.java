package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;

/// `for i: y[i] = word(i) < probability·2³² ? value : 0`.
///
/// The range is that of `y`; it must begin at a multiple of [Philox#WORDS].
public final class BernoulliFill implements RangeTask {
    private final long seed;
    private final long position;
    private final float[] y;
    private final int offset;
    private final long threshold;
    private final float value;

    /// Fills `y` from `offset` on with the words from block `position` on.
    public BernoulliFill(long seed, long position, float[] y, int offset, double probability, float value) {
        this.seed = seed;
        this.position = position;
        this.y = y;
        this.offset = offset;
        this.threshold = threshold(probability);
        this.value = value;
    }

    /// How many of the 2³² words count as true.
    public static long threshold(double probability) {
        return Math.round(probability * 0x1p32);
    }

    @Override
    public void run(int from, int to) {
        int[] words = new int[Philox.WORDS];
        for (int i = from; i < to; i += Philox.WORDS) {
            Philox.block(seed, position + i / Philox.WORDS, words);
            int count = Math.min(Philox.WORDS, to - i);
            for (int word = 0; word < count; word++) {
                y[offset + i + word] = Integer.toUnsignedLong(words[word]) < threshold ? value : 0f;
            }
        }
    }
}
