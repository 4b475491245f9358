package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.Logarithm;

/// The cross entropy of a probability `p` against a target `t`, both in [0, 1], and its derivative by the target:
///
/// `for i: y[i] = (t[i] − 1)·ln(1 − p[i]) − t[i]·ln p[i]`, where a logarithm is at least −100, or
/// `y[i] = dy[i]·(ln(1 − p[i]) − ln p[i])`.
///
/// Of runs of whole vectors; `y` is none of the arrays that are read.
public final class ProbabilityLoss {
    /// Elements that are taken through all passes at a time, so that they stay in the nearest cache.
    private static final int BLOCK = 1 << 10;

    /// A thread's logarithms of `1 − p` for a block, kept for its next one.
    private static final ThreadLocal<float[]> OF_THREAD =
            ThreadLocal.withInitial(() -> new float[BLOCK + Lanes.PADDING]);

    private static final float LEAST = -100;

    private ProbabilityLoss() {}

    /// Writes `n` losses.
    public static void run(float[] p, int po, float[] t, int to, float[] y, int yo, int n) {
        float[] no = OF_THREAD.get();
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            logarithms(p, po + from, y, yo + from, no, count);
            for (int i = 0; i < count; i += LANES) {
                var ti = FloatVector.fromArray(SPECIES, t, to + from + i);
                var yesI = FloatVector.fromArray(SPECIES, y, yo + from + i);
                var noI = FloatVector.fromArray(SPECIES, no, i);
                yesI = yesI.blend(LEAST, yesI.compare(VectorOperators.LT, LEAST));
                noI = noI.blend(LEAST, noI.compare(VectorOperators.LT, LEAST));
                ti.sub(1f).mul(noI).sub(ti.mul(yesI)).intoArray(y, yo + from + i);
            }
        }
    }

    /// Writes `n` derivatives by the target, times `dy`.
    public static void byTarget(float[] p, int po, float[] dy, int dyo, float[] y, int yo, int n) {
        float[] no = OF_THREAD.get();
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            logarithms(p, po + from, y, yo + from, no, count);
            for (int i = 0; i < count; i += LANES) {
                FloatVector.fromArray(SPECIES, no, i)
                        .sub(FloatVector.fromArray(SPECIES, y, yo + from + i))
                        .mul(FloatVector.fromArray(SPECIES, dy, dyo + from + i))
                        .intoArray(y, yo + from + i);
            }
        }
    }

    /// `yes = ln p, no = ln(1 − p)`; `yes` holds `−p` in between.
    private static void logarithms(float[] p, int po, float[] yes, int yo, float[] no, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(SPECIES, p, po + i).neg().intoArray(yes, yo + i);
        }
        Logarithm.log1p(yes, yo, no, 0, count);
        Logarithm.log(p, po, yes, yo, count);
    }
}
