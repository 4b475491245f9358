package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// The smallest elements over one dimension, and which they are: the first of equal ones, the first NaN if there is
/// any.
///
///     dx[i, j] = dy[i]  where j is the index of the chosen element,  0 elsewhere
///
/// An instance serves one forward pass, whose indices it holds.
public final class MinDim extends Operation {
    private final int dimension;
    private final boolean keepDim;
    private @Nullable LongArray indices;

    /// Over `dimension`; with `keepDim` it stays in the result with size 1.
    public MinDim(int dimension, boolean keepDim) {
        this.dimension = dimension;
        this.keepDim = keepDim;
    }

    @Override
    public String name() {
        return "min";
    }

    /// @throws IllegalArgumentException if there is nothing to choose from: the dimension has size 0
    @Override
    public NDArray forward(NDArray... inputs) {
        ReducedAxes axes = ReducedAxes.of(name(), only(inputs), new int[] {dimension}, keepDim);
        NDArray values = Extrema.run(name(), axes, -1f);
        indices = Extrema.indices(axes, values);
        return values;
    }

    /// The positions of the values in their dimension, of the values' shape; after [#forward].
    public LongArray indices() {
        if (indices == null) {
            throw new IllegalStateException(message("the indices exist after forward"));
        }
        return indices;
    }

    @Override
    public void backward(BackwardPass pass) {
        Extrema.backwardChosen(pass, indices(), dimension);
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    public void gradient(Recorder recorder) {
        Extrema.gradientChosen(recorder, indices(), dimension);
    }
}
