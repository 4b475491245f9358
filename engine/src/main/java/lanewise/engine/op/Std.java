package lanewise.engine.op;

/// The standard deviation over dimensions, `y[i] = √(Σⱼ (x[i, j] − mean[i])² / (n − correction))`.
///
///     dx[i, j] = dy[i]·(x[i, j] − mean[i])/((n − correction)·y[i]),  0 where y[i] is 0
public final class Std extends Variance {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Std(int[] dimensions, double correction, boolean keepDim) {
        super(dimensions, correction, keepDim);
    }

    @Override
    public String name() {
        return "std";
    }

    @Override
    float value(float[] x, int at, int n) {
        return (float) Math.sqrt(variance(x, at, n));
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        distances(x, at, n, y == 0 ? 0 : (double) dy / y, dx, dxo);
    }

    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        var zero = Compare.eq(y.array(), 0);
        return distances(x, y, reduced).div(y.fill(zero, 1)).fill(zero, 0);
    }
}
