package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// Sums into floats that are there already, in a run or at a stride.
public final class AddTo {
    private AddTo() {}

    /// `for i in [0, length): y[yo + i] += alpha·x[xo + i]`
    public static void run(float[] y, int yo, float alpha, float[] x, int xo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xo + i)
                    .fma(FloatVector.broadcast(SPECIES, alpha), FloatVector.fromArray(SPECIES, y, yo + i))
                    .intoArray(y, yo + i);
        }
        if (i < length) {
            int rest = length - i;
            FloatVector.fromArray(SPECIES, x, xo + i, SPECIES.indexInRange(0, rest))
                    .fma(
                            FloatVector.broadcast(SPECIES, alpha),
                            FloatVector.fromArray(SPECIES, y, yo + i, SPECIES.indexInRange(0, rest)))
                    .intoArray(y, yo + i, SPECIES.indexInRange(0, rest));
        }
    }

    /// `for i in [0, length): y[yo + i·yStep] += alpha·x[xo + i·xStep]`, with the bits of the loop above.
    public static void run(float[] y, int yo, int yStep, float alpha, float[] x, int xo, int xStep, int length) {
        for (int i = 0; i < length; i++) {
            int at = yo + i * yStep;
            y[at] = Math.fma(x[xo + i * xStep], alpha, y[at]);
        }
    }
}
