package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.mask;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.storeFirst;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;

/// Choices by a mask. The last vector of an input is read whole, into the padding, and written in part.
public final class Blend {
    private Blend() {}

    /// `for i: y[i] = m[i] ? a[i] : b[i]`
    public static void arrays(
            boolean[] m, int mOffset, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector yes = load(a, aOffset + i);
            FloatVector no = load(b, bOffset + i);
            write(no.blend(yes, mask(m, mOffset + i)), y, yOffset + i, width);
        }
    }

    /// `for i: y[i] = m[i] ? value : a[i]`
    public static void fill(
            boolean[] m, int mOffset, float value, float[] a, int aOffset, float[] y, int yOffset, int n) {
        FloatVector filling = splat(value);
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector x = load(a, aOffset + i);
            write(x.blend(filling, mask(m, mOffset + i)), y, yOffset + i, width);
        }
    }

    /// `for i: y[i] = m[i] ? a[i] : value`
    public static void fillRest(
            boolean[] m, int mOffset, float value, float[] a, int aOffset, float[] y, int yOffset, int n) {
        FloatVector filling = splat(value);
        for (int i = 0; i < n; i += LANES) {
            int width = Math.min(LANES, n - i);
            FloatVector x = load(a, aOffset + i);
            write(filling.blend(x, mask(m, mOffset + i)), y, yOffset + i, width);
        }
    }

    private static void write(FloatVector v, float[] y, int at, int width) {
        if (width == LANES) {
            Lanes.store(v, y, at);
        } else {
            storeFirst(v, y, at, width);
        }
    }
}
