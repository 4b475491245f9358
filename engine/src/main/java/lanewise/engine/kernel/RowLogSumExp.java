package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;

/// `log Σⱼ exp(x[j])` of a row, and its gradient, which is the row's softmax. Computed on `x − m` for the largest
/// element `m`, which cannot overflow.
public final class RowLogSumExp {
    private RowLogSumExp() {}

    /// `log Σⱼ exp(x[at + j])` for `j` in `[0, n)`; −∞ for none.
    public static float of(float[] x, int at, int n) {
        float max = RowExponential.largest(x, at, n);
        if (Float.isInfinite(max)) {
            return ofInfinite(x, at, n, max);
        }
        float[] exponentials = new float[Math.min(n, RowExponential.PIECE) + Lanes.LANES];
        double sum = 0;
        for (int j = 0; j < n; j += RowExponential.PIECE) {
            int count = Math.min(RowExponential.PIECE, n - j);
            sum += RowExponential.piece(x, at + j, count, max, exponentials, 0);
        }
        return (float) (max + Math.log(sum));
    }

    /// The largest element, unless there is a NaN.
    private static float ofInfinite(float[] x, int at, int n, float max) {
        for (int j = 0; j < n; j++) {
            if (Float.isNaN(x[at + j])) {
                return Float.NaN;
            }
        }
        return max;
    }

    /// `for j in [0, n): dx[dxo + j] = dy·exp(x[at + j] − y)`
    public static void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        if (Float.isFinite(y)) {
            float _ = RowExponential.exponentials(x, at, n, y, dx, dxo);
            RowExponential.scale(dx, dxo, n, dy, 0f);
            return;
        }
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = dy * (float) Math.exp(x[at + j] - y);
        }
    }
}
