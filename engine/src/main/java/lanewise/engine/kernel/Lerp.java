package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Part of the way from floats that are there already to others: linear interpolation.
public final class Lerp {
    private Lerp() {}

    /// `for i in [0, length): y[yo + i] += weight·(x[xo + i] − y[yo + i])`
    public static void run(float[] y, int yo, float weight, float[] x, int xo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            var yi = FloatVector.fromArray(SPECIES, y, yo + i);
            FloatVector.fromArray(SPECIES, x, xo + i)
                    .sub(yi)
                    .fma(FloatVector.broadcast(SPECIES, weight), yi)
                    .intoArray(y, yo + i);
        }
        for (; i < length; i++) { // with the bits of the lanes; a masked vector would become an object here
            float yi = y[yo + i];
            y[yo + i] = Math.fma(x[xo + i] - yi, weight, yi);
        }
    }
}
