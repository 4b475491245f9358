package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Choices by a mask. The last vector of an input is read whole, into the padding, and written in part.
public final class Blend {
    private Blend() {}

    /// `for i: y[i] = m[i] ? a[i] : b[i]`
    public static void arrays(
            boolean[] m, int mOffset, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector yes = FloatVector.fromArray(SPECIES, a, aOffset + i);
            FloatVector no = FloatVector.fromArray(SPECIES, b, bOffset + i);
            FloatVector chosen = no.blend(yes, VectorMask.fromArray(SPECIES, m, mOffset + i));
            if (width == LANES) {
                chosen.intoArray(y, yOffset + i);
            } else {
                chosen.intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
            }
        }
    }

    /// `for i: y[i] = m[i] ? value : a[i]`
    public static void fill(
            boolean[] m, int mOffset, float value, float[] a, int aOffset, float[] y, int yOffset, int n) {
        FloatVector filling = FloatVector.broadcast(SPECIES, value);
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector x = FloatVector.fromArray(SPECIES, a, aOffset + i);
            FloatVector chosen = x.blend(filling, VectorMask.fromArray(SPECIES, m, mOffset + i));
            if (width == LANES) {
                chosen.intoArray(y, yOffset + i);
            } else {
                chosen.intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
            }
        }
    }

    /// `for i: y[i] = m[i] ? a[i] : value`
    public static void fillRest(
            boolean[] m, int mOffset, float value, float[] a, int aOffset, float[] y, int yOffset, int n) {
        FloatVector filling = FloatVector.broadcast(SPECIES, value);
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector x = FloatVector.fromArray(SPECIES, a, aOffset + i);
            FloatVector chosen = filling.blend(x, VectorMask.fromArray(SPECIES, m, mOffset + i));
            if (width == LANES) {
                chosen.intoArray(y, yOffset + i);
            } else {
                chosen.intoArray(y, yOffset + i, SPECIES.indexInRange(0, width));
            }
        }
    }
}
