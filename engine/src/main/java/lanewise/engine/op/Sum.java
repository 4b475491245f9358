package lanewise.engine.op;

import lanewise.engine.NDArray;

/// The sum over dimensions, `y[i] = Σⱼ x[i, j]`. Over no elements it is 0.
///
///     dx[i, j] = dy[i]
///
/// The order of the additions depends on the shape alone; the error is that of pairwise summation (Higham 1993,
/// "The accuracy of floating point summation").
public final class Sum extends Operation {
    private final int[] dimensions;
    private final boolean keepDim;

    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Sum(int[] dimensions, boolean keepDim) {
        this.dimensions = dimensions.clone();
        this.keepDim = keepDim;
    }

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public NDArray forward(NDArray... inputs) {
        ReducedAxes axes = ReducedAxes.of(name(), only(inputs), dimensions, keepDim);
        NDArray y = NDArray.empty(axes.result);
        Summation.run(axes, y);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray dy = Summation.keepingDimensions(pass.outputGradient(), dx.shape(), dimensions);
            Summation.contributeRepeated(dx, dy);
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
