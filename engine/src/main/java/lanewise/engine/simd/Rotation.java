package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.VectorShuffle;

/// Shuffles by which the lanes of a vector are added in a fixed tree, the upper half to the lower one until two are
/// left; the JDK's own lane reduction adds in another order once it is compiled:
///
///     if (LANES > 8) v = v.add(v.rearrange(BY_8));
///     if (LANES > 4) v = v.add(v.rearrange(BY_4));
///     v = v.add(v.rearrange(BY_2));
///     sum = v.lane(0) + v.lane(1);
///
/// Lane `i` of a vector shuffled by `BY_k` is lane `(i + k) mod LANES`; only those with `k < LANES` are used.
public final class Rotation {
    /// By eight lanes.
    public static final VectorShuffle<Float> BY_8 = VectorShuffle.fromValues(SPECIES, sources(8));

    /// By four lanes.
    public static final VectorShuffle<Float> BY_4 = VectorShuffle.fromValues(SPECIES, sources(4));

    /// By two lanes.
    public static final VectorShuffle<Float> BY_2 = VectorShuffle.fromValues(SPECIES, sources(2));

    private Rotation() {}

    private static int[] sources(int lanes) {
        int[] sources = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            sources[i] = (i + lanes) % LANES;
        }
        return sources;
    }
}
