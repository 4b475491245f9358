package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;

/// `for i: y[i] = low + (high − low)·u(i)`, where `u(i)` is a multiple of 2⁻²⁴ in [0, 1) made from word `i` of the
/// stream.
///
/// The range is that of `y`; it must begin at a multiple of [Philox#WORDS].
public final class UniformFill implements RangeTask {
    /// A float has 24 bits.
    private static final double UNIT = 0x1p-24;

    private final long seed;
    private final long position;
    private final float[] y;
    private final int offset;
    private final double low;
    private final double span;
    private final float largest;

    /// Fills `y` from `offset` on with the words from block `position` on.
    public UniformFill(long seed, long position, float[] y, int offset, float low, float high) {
        this.seed = seed;
        this.position = position;
        this.y = y;
        this.offset = offset;
        this.low = low;
        this.span = (double) high - low;
        this.largest = low < high ? Math.nextDown(high) : low;
    }

    @Override
    public void run(int from, int to) {
        int[] words = new int[Philox.WORDS];
        int i = from;
        for (; i + Philox.WORDS <= to; i += Philox.WORDS) {
            Philox.block(seed, position + i / Philox.WORDS, words);
            y[offset + i] = scaled(words[0]);
            y[offset + i + 1] = scaled(words[1]);
            y[offset + i + 2] = scaled(words[2]);
            y[offset + i + 3] = scaled(words[3]);
        }
        if (i < to) {
            Philox.block(seed, position + i / Philox.WORDS, words);
            for (int word = 0; i + word < to; word++) {
                y[offset + i + word] = scaled(words[word]);
            }
        }
    }

    /// Rounding to float may reach `high`, which is outside.
    private float scaled(int word) {
        return Math.min((float) (low + span * ((word >>> 8) * UNIT)), largest);
    }
}
