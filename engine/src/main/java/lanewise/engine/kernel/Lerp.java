package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;

/// Part of the way from floats that are there already to others: linear interpolation.
public final class Lerp {
    private Lerp() {}

    /// `for i in [0, length): y[yo + i] += weight·(x[xo + i] − y[yo + i])`
    public static void run(float[] y, int yo, float weight, float[] x, int xo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            var yi = load(y, yo + i);
            store(fma(load(x, xo + i).sub(yi), splat(weight), yi), y, yo + i);
        }
        for (; i < length; i++) { // with the bits of the lanes; a masked vector would become an object here
            float yi = y[yo + i];
            y[yo + i] = fma(x[xo + i] - yi, weight, yi);
        }
    }
}
