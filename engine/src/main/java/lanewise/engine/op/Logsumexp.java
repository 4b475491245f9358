package lanewise.engine.op;

import lanewise.engine.kernel.RowLogSumExp;

/// The logarithm of a sum of exponentials over dimensions, `y[i] = log Σⱼ exp(x[i, j])`, computed without overflow.
/// Over no elements it is −∞.
///
///     dx[i, j] = dy[i]·exp(x[i, j] − y[i])
public final class Logsumexp extends RowReduction {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Logsumexp(int[] dimensions, boolean keepDim) {
        super(dimensions, keepDim);
    }

    @Override
    public String name() {
        return "logsumexp";
    }

    @Override
    float value(float[] x, int at, int n) {
        return RowLogSumExp.of(x, at, n);
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        RowLogSumExp.gradient(x, at, n, y, dy, dx, dxo);
    }

    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        return x.sub(y).exp();
    }
}
