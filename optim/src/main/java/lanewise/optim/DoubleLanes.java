package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.VectorSpecies;

/// Vectors of doubles, as wide as the library's float vectors and with half as many lanes, for sums of floats whose
/// squares no float can hold; and memory for the lanes of one in each chunk of an array.
final class DoubleLanes {
    /// Doubles in one vector.
    static final int DOUBLES = LANES / 2;

    static final VectorSpecies<Double> SPECIES_OF_DOUBLES = VectorSpecies.of(double.class, SPECIES.vectorShape());

    /// Those of a chunk begin at [#at].
    double[] lanes = {};

    /// Makes room for so many chunks.
    void reserve(int chunks) {
        if (lanes.length < chunks * DOUBLES) {
            lanes = new double[chunks * DOUBLES];
        }
    }

    /// Where in [#lanes] those of a chunk begin.
    static int at(int chunk) {
        return chunk * DOUBLES;
    }

    /// The sum of a chunk's lanes, which it overwrites: the upper half is added to the lower one until one lane is
    /// left, as in [BlockSums].
    double sum(int chunk) {
        int at = at(chunk);
        for (int half = DOUBLES / 2; half > 0; half >>= 1) {
            for (int i = at; i < at + half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[at];
    }
}
