package lanewise.engine.testing;

import static lanewise.engine.simd.Lanes.LANES;

import java.util.stream.IntStream;

/// Lengths around the vector length, where loops go wrong.
public final class RaggedSizes {
    private RaggedSizes() {}

    /// From one element to some whole vectors and a rest.
    public static IntStream raggedSizes() {
        return IntStream.of(1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3, 1000);
    }
}
