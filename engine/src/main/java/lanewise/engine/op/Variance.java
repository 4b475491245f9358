package lanewise.engine.op;

import lanewise.engine.kernel.RowMoments;

/// What variance and standard deviation have in common: `Σⱼ (xⱼ − mean)² / (n − correction)`.
abstract class Variance extends RowReduction {
    private final double correction;

    Variance(int[] dimensions, double correction, boolean keepDim) {
        super(dimensions, keepDim);
        this.correction = correction;
    }

    /// NaN for no elements, and where `n` does not exceed the correction and all are equal.
    final double variance(float[] x, int at, int n) {
        double mean = RowMoments.mean(x, at, n);
        return RowMoments.squares(x, at, n, mean) / Math.max(n - correction, 0);
    }

    /// `for j in [0, n): dx[dxo + j] = factor·(x[at + j] − mean)/(n − correction)`
    final void distances(float[] x, int at, int n, double factor, float[] dx, int dxo) {
        double mean = RowMoments.mean(x, at, n);
        double scale = factor / (n - correction);
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = (float) (scale * (x[at + j] - mean));
        }
    }

    /// `(x − mean)/(n − correction)`
    final Variable distances(Variable x, Variable y, int... reduced) {
        int n = x.shape().elements() / Math.max(y.shape().elements(), 1);
        return x.sub(x.mean(reduced)).mul((float) (1 / (n - correction)));
    }
}
