package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// How a backward loop writes a vector of gradients: the first contribution overwrites, later ones add. `add` does
/// not change within a loop, so that the compiler makes two loops of one.
public final class Accumulate {
    private Accumulate() {}

    /// `dx[i..i+LANES) = g`, or `+= g` if `add`.
    public static void put(FloatVector g, float[] dx, int i, boolean add) {
        if (add) {
            store(load(dx, i).add(g), dx, i);
        } else {
            store(g, dx, i);
        }
    }
}
