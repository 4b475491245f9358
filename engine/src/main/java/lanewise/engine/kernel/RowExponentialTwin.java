package lanewise.engine.kernel;

import static lanewise.engine.simd.Constants.EXP2_1;
import static lanewise.engine.simd.Constants.EXP2_2;
import static lanewise.engine.simd.Constants.EXP2_3;
import static lanewise.engine.simd.Constants.EXP2_4;
import static lanewise.engine.simd.Constants.EXP2_5;
import static lanewise.engine.simd.Constants.EXP2_6;
import static lanewise.engine.simd.Constants.LOG2_E;
import static lanewise.engine.simd.Lanes.LANES;

/// The loops of [RowExponential] without vectors, and with the same bits: what is taken until those are compiled.
/// Networks that classify have few rows a step, so that the loops over them took seconds of steps to be compiled,
/// and made megabytes of vectors in each. Where a row has zeros of both signs and nothing larger, its largest
/// element may be the other zero; no result depends on that.
final class RowExponentialTwin {
    private RowExponentialTwin() {}

    static float largest(float[] x, int at, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            if (x[i] > max) {
                max = x[i];
            }
        }
        return max;
    }

    static float piece(float[] x, int at, int n, float max, float[] y, int target) {
        for (int j = 0; j < n; j++) {
            float d = x[at + j] - max;
            if (d < RowExponential.END) {
                d = RowExponential.LEAST;
            }
            float rounded = Math.fma(d, LOG2_E, RowExponential.ROUND_BIASED);
            float f = Math.fma(d, LOG2_E, RowExponential.ROUND_BIASED - rounded);
            float f2 = f * f;
            float high = Math.fma(Math.fma(EXP2_6, f2, Math.fma(EXP2_5, f, EXP2_4)), f2, Math.fma(EXP2_3, f, EXP2_2));
            float power = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
            y[target + j] = Math.fma(high, f2, Math.fma(EXP2_1, f, 1f)) * power;
        }
        return sumOfLanes(y, target, n, 0, 1);
    }

    /// What the lanes of one piece have added up, brought together as [lanewise.engine.simd.Rotation] does: the sum
    /// of every `step`-th lane from `lane` on.
    private static float sumOfLanes(float[] y, int at, int n, int lane, int step) {
        if (step < LANES) {
            return sumOfLanes(y, at, n, lane, 2 * step) + sumOfLanes(y, at, n, lane + step, 2 * step);
        }
        float sum = 0;
        for (int j = lane; j < n; j += LANES) {
            sum += y[at + j];
        }
        return sum;
    }

    static void scale(float[] y, int at, int n, float factor, float shift) {
        for (int i = at; i < at + n; i++) {
            y[i] = Math.fma(y[i], factor, shift);
        }
    }

    static void subtract(float[] x, int at, int n, float max, float logarithm, float[] y, int target) {
        for (int j = 0; j < n; j++) {
            y[target + j] = x[at + j] - max - logarithm;
        }
    }
}
