package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedElements;

/// Elements named by their index in one dimension: `y[i, j] = x[index[i, j], j]` for dimension 0, `y[i, j] = x[i,
/// index[i, j]]` for dimension 1, and so on. The result has the index's shape, which is at most that of `x` in
/// every other dimension. A single number `[]` counts as having one dimension.
///
///     dx[index[i, j], j] += dy[i, j]
public final class Gather extends Operation {
    private final int dimension;
    private final LongArray index;

    /// The elements that `index` names in `dimension`; the index must not change until the backward pass.
    public Gather(int dimension, LongArray index) {
        this.dimension = dimension;
        this.index = index.contiguous();
    }

    @Override
    public String name() {
        return "gather";
    }

    /// @throws ShapeMismatchException if the index has another rank, or is larger in another dimension
    /// @throws IndexOutOfBoundsException if an index is negative or not below the size of the dimension
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        int[] positions = Positions.along(name(), x.layout(), dimension, index);
        NDArray y = NDArray.empty(index.shape());
        IndexedElements.take(x.data(), x.offset(), positions, y.data(), y.offset());
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum != null) {
            addTo(name(), sum, dimension, index, pass.outputGradient());
        }
    }

    /// `dx[index[i, j], j] += dy[i, j]`, for all operations whose result is elements at indices.
    static void addTo(String operation, GradientSum sum, int dimension, LongArray index, NDArray dy) {
        NDArray dx = sum.contributeToZeroed();
        int[] positions = Positions.along(operation, Layout.rowMajor(dx.shape()), dimension, index);
        IndexedElements.add(dy.data(), dy.offset(), positions, dx.data(), dx.offset());
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
