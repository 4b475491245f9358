package lanewise.optim;

/// A sum over an array that is left behind by a pass over it: each block of [#BLOCK] elements gives its own sum,
/// and those are added up in double, in order. So it is the same for every number of threads, and no float sum has
/// more than a few hundred addends a lane.
final class BlockSums {
    /// The elements of a block: a multiple of every vector length.
    static final int BLOCK = 1 << 10;

    /// The blocks that one thread takes at least: some 5 us of work.
    static final int GRAIN = 1 << 5;

    private final float[] sums;

    /// For an array of so many elements.
    BlockSums(int elements) {
        sums = new float[blocks(elements)];
    }

    /// How many blocks so many elements have; the last may be shorter.
    static int blocks(int elements) {
        return (elements + BLOCK - 1) / BLOCK;
    }

    /// Sets the sum of a block.
    void set(int block, float sum) {
        sums[block] = sum;
    }

    /// The sum of all blocks.
    double total() {
        double total = 0;
        for (float sum : sums) {
            total += sum;
        }
        return total;
    }
}
