package lanewise.engine.op;

/// The variance over dimensions, `y[i] = Σⱼ (x[i, j] − mean[i])² / (n − correction)`. With correction 1 it is that
/// of a sample, with 0 that of a population.
///
///     dx[i, j] = dy[i]·2·(x[i, j] − mean[i])/(n − correction)
public final class Var extends Variance {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Var(int[] dimensions, double correction, boolean keepDim) {
        super(dimensions, correction, keepDim);
    }

    @Override
    public String name() {
        return "var";
    }

    @Override
    float value(float[] x, int at, int n) {
        return (float) variance(x, at, n);
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        distances(x, at, n, 2.0 * dy, dx, dxo);
    }

    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        return distances(x, y, reduced).mul(2);
    }
}
