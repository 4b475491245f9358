package lanewise.engine.op;

import lanewise.engine.NDArray;

/// The mean over dimensions, `y[i] = (Σⱼ x[i, j]) / n`. Over no elements it is NaN.
///
///     dx[i, j] = dy[i] / n
public final class Mean extends Operation {
    private final int[] dimensions;
    private final boolean keepDim;

    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Mean(int[] dimensions, boolean keepDim) {
        this.dimensions = dimensions.clone();
        this.keepDim = keepDim;
    }

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        ReducedAxes axes = ReducedAxes.of(name(), only(inputs), dimensions, keepDim);
        NDArray y = NDArray.empty(axes.result);
        Summation.run(axes, y);
        divide(y, y, axes.n);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        NDArray dy = pass.outputGradient();
        if (dx == null) {
            return;
        }
        NDArray share = NDArray.empty(dy.shape());
        divide(dy, share, dx.shape().elements() / Math.max(dy.elements(), 1));
        Summation.contributeRepeated(dx, Summation.keepingDimensions(share, dx.shape(), dimensions));
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// `y = x / n`, contiguous arrays, which may be the same.
    private static void divide(NDArray x, NDArray y, int n) {
        float[] from = x.data();
        float[] to = y.data();
        for (int i = 0; i < x.elements(); i++) {
            to[y.offset() + i] = from[x.offset() + i] / n;
        }
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
