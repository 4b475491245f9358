package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;

import jdk.incubator.vector.FloatVector;

/// How a backward loop writes a vector of gradients: the first contribution overwrites, later ones add. `add` does not
/// change within a loop, so that the compiler makes two loops of one.
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

    /// `dx[i..i+count) = g`, or `+= g` if `add`; what lies behind stays as it is.
    public static void putFirst(FloatVector g, float[] dx, int i, int count, boolean add) {
        if (add) {
            storeFirst(loadFirst(dx, i, count).add(g), dx, i, count);
        } else {
            storeFirst(g, dx, i, count);
        }
    }
}
