package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// An operation that chooses one element of each row along a dimension, and says which. An instance serves one
/// forward pass, whose indices it holds.
abstract class ChosenElement extends Operation {
    private final int dimension;
    private final boolean keepDim;
    private @Nullable LongArray indices;

    /// Over `dimension`; with `keepDim` it stays in the result with size 1.
    ChosenElement(int dimension, boolean keepDim) {
        this.dimension = dimension;
        this.keepDim = keepDim;
    }

    /// The index in the row `x[at .. at + n)`, which is not empty, of the chosen element; `keys` is scratch memory
    /// for `n`.
    abstract int choose(float[] x, int at, int n, long[] keys);

    /// Refuses rows of this length in an array of this shape; for subclasses.
    abstract void check(int n, NDArray x);

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        ReducedRows rows = new ReducedRows(name(), x.shape(), new int[] {dimension}, keepDim);
        check(rows.n, x);
        NDArray from = rows.of(x);
        NDArray y = NDArray.empty(rows.result);
        LongArray chosen = LongArray.empty(rows.result);
        long[] keys = new long[rows.n];
        for (int row = 0; row < rows.rows; row++) {
            int at = from.offset() + row * rows.n;
            int index = choose(from.data(), at, rows.n, keys);
            chosen.data()[row] = index;
            y.data()[row] = from.data()[at + index];
        }
        indices = chosen;
        return y;
    }

    /// The positions of the values in their dimension, of the values' shape; after [#forward].
    public final LongArray indices() {
        if (indices == null) {
            throw new IllegalStateException(message("the indices exist after forward"));
        }
        return indices;
    }

    @Override
    public final void backward(BackwardPass pass) {
        Extrema.backwardChosen(pass, indices(), dimension);
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    public final void gradient(Recorder recorder) {
        Extrema.gradientChosen(recorder, indices(), dimension);
    }
}
