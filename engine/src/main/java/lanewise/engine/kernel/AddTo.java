package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.fma;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.loadFirst;
import static lanewise.engine.simd.Lanes.splat;
import static lanewise.engine.simd.Lanes.store;
import static lanewise.engine.simd.Lanes.storeFirst;

/// Sums into floats that are there already, in a run or at a stride.
public final class AddTo {
    private AddTo() {}

    /// `for i in [0, length): y[yo + i] += alpha·x[xo + i]`
    public static void run(float[] y, int yo, float alpha, float[] x, int xo, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            store(fma(load(x, xo + i), splat(alpha), load(y, yo + i)), y, yo + i);
        }
        if (i < length) {
            int rest = length - i;
            storeFirst(fma(loadFirst(x, xo + i, rest), splat(alpha), loadFirst(y, yo + i, rest)), y, yo + i, rest);
        }
    }

    /// `for i in [0, length): y[yo + i·yStep] += alpha·x[xo + i·xStep]`, with the bits of the loop above.
    public static void run(float[] y, int yo, int yStep, float alpha, float[] x, int xo, int xStep, int length) {
        for (int i = 0; i < length; i++) {
            int at = yo + i * yStep;
            y[at] = fma(x[xo + i * xStep], alpha, y[at]);
        }
    }
}
