package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Vectors of doubles, as wide as the library's float vectors and with half as many lanes, for sums of floats whose
/// squares no float can hold.
final class DoubleLanes {
    /// Doubles in one vector.
    static final int DOUBLES = LANES / 2;

    private static final VectorSpecies<Double> SPECIES_OF_DOUBLES =
            VectorSpecies.of(double.class, SPECIES.vectorShape());

    private static final VectorSpecies<Float> SPECIES_OF_HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

    private static final VectorShuffle<Double> BY_4 = rotation(4);
    private static final VectorShuffle<Double> BY_2 = rotation(2);
    private static final VectorShuffle<Double> BY_1 = rotation(1);

    private DoubleLanes() {}

    /// `x[i..i+DOUBLES)`
    static DoubleVector loadDoubles(float[] x, int i) {
        return (DoubleVector)
                FloatVector.fromArray(SPECIES_OF_HALF, x, i).convertShape(VectorOperators.F2D, SPECIES_OF_DOUBLES, 0);
    }

    /// Zero in every lane.
    static DoubleVector noDoubles() {
        return DoubleVector.zero(SPECIES_OF_DOUBLES);
    }

    /// The sum of all lanes, in a fixed tree, as floats by [lanewise.engine.simd.Rotation].
    static double sum(DoubleVector v) {
        if (DOUBLES == 2) {
            return v.lane(0) + v.lane(1); // AVX2 has no shuffle of two, and C2 would make an object of the vector
        }
        DoubleVector sum = v;
        if (DOUBLES > 4) {
            sum = sum.add(sum.rearrange(BY_4));
        }
        sum = sum.add(sum.rearrange(BY_2));
        return sum.add(sum.rearrange(BY_1)).lane(0);
    }

    /// Lane `i` of a vector shuffled by it is lane `(i + lanes) mod DOUBLES`.
    private static VectorShuffle<Double> rotation(int lanes) {
        int[] sources = new int[DOUBLES];
        for (int i = 0; i < DOUBLES; i++) {
            sources[i] = (i + lanes) % DOUBLES;
        }
        return VectorShuffle.fromValues(SPECIES_OF_DOUBLES, sources);
    }
}
