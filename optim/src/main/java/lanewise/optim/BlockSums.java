package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;

/// A sum over an array that is left behind by a pass over it: each block of [#BLOCK] elements leaves a vector with
/// the sums of its lanes. These are added up in a fixed tree, and those of all blocks in double, in order. So the
/// sum is the same for every number of threads, and has no more than a few hundred float additions one after the
/// other.
///
/// A loop stores its vector of sums here, whatever follows: one that is passed on to a method, or out of an `if`,
/// may become an object in each round of the loop.
final class BlockSums {
    /// The elements of a block: a multiple of every vector length.
    static final int BLOCK = 1 << 10;

    /// The blocks that one thread takes at least: some 5 us of work.
    static final int GRAIN = 1 << 5;

    /// The lanes of each block, at [#at].
    final float[] lanes;

    /// For an array of so many elements.
    BlockSums(int elements) {
        lanes = new float[blocks(elements) * LANES];
    }

    /// How many blocks so many elements have; the last may be shorter.
    static int blocks(int elements) {
        return (elements + BLOCK - 1) / BLOCK;
    }

    /// Where in [#lanes] those of a block begin.
    static int at(int block) {
        return block * LANES;
    }

    /// The sum of all blocks. Overwrites the lanes.
    double total() {
        double total = 0;
        for (int at = 0; at < lanes.length; at += LANES) {
            total += sumOfLanes(lanes, at);
        }
        return total;
    }

    /// The sum of `lanes[at..at+LANES)`, which it overwrites: the upper half is added to the lower one until one
    /// lane is left.
    static float sumOfLanes(float[] lanes, int at) {
        for (int half = LANES / 2; half > 0; half >>= 1) {
            for (int i = at; i < at + half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[at];
    }
}
