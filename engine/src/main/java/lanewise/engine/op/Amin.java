package lanewise.engine.op;

import lanewise.engine.NDArray;

/// The smallest elements over dimensions, `y[i] = minⱼ x[i, j]`; NaN if one of them is.
///
///     dx[i, j] = dy[i] / k  where x[i, j] is one of the k smallest,  0 elsewhere
public final class Amin extends Operation {
    private final int[] dimensions;
    private final boolean keepDim;

    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Amin(int[] dimensions, boolean keepDim) {
        this.dimensions = dimensions.clone();
        this.keepDim = keepDim;
    }

    @Override
    public String name() {
        return "amin";
    }

    /// @throws IllegalArgumentException if there is nothing to choose from: a reduced dimension has size 0
    @Override
    public NDArray forward(NDArray... inputs) {
        return Extrema.run(name(), ReducedAxes.of(name(), only(inputs), dimensions, keepDim), -1f);
    }

    @Override
    public void backward(BackwardPass pass) {
        Extrema.backwardShared(pass, name(), dimensions);
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    public void gradient(Recorder recorder) {
        Extrema.gradientShared(recorder, name(), dimensions);
    }
}
