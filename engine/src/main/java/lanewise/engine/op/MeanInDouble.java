package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.RowMoments;

/// The mean over dimensions, `y[i] = (Σⱼ x[i, j]) / n`, added in double: what stands beside a variance, which needs
/// one. [Mean] is faster. Over no elements it is NaN.
///
///     dx[i, j] = dy[i] / n
public final class MeanInDouble extends RowReduction {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public MeanInDouble(int[] dimensions, boolean keepDim) {
        super(dimensions, keepDim);
    }

    @Override
    public String name() {
        return "mean";
    }

    @Override
    float value(float[] x, int at, int n) {
        return (float) RowMoments.mean(x, at, n);
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        Arrays.fill(dx, dxo, dxo + n, dy / n);
    }

    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        float share =
                (float) Math.max(y.shape().elements(), 1) / Math.max(x.shape().elements(), 1);
        return x.constant(NDArray.full(x.shape(), share));
    }
}
