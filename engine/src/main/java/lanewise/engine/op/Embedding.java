package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.IndexedRows;

/// Rows of a table by their numbers: `y[..., :] = weight[index[...], :]`.
///
///     dweight[index[...], :] += dy[..., :]
///
/// The padding row gets no gradient. Scaled by frequency, each contribution is divided by how often its row is
/// named.
public final class Embedding extends Operation {
    /// Says that no row is the padding.
    public static final int NO_PADDING = -1;

    private final LongArray index;
    private final int padding;
    private final boolean scaledByFrequency;

    /// The rows `index`, of any shape, which must not change until the backward pass.
    ///
    /// @param padding a row's number from 0 on, or [#NO_PADDING]
    public Embedding(LongArray index, int padding, boolean scaledByFrequency) {
        this.index = index.contiguous();
        this.padding = padding;
        this.scaledByFrequency = scaledByFrequency;
    }

    @Override
    public String name() {
        return "embedding";
    }

    /// @throws ShapeMismatchException if the table is no matrix
    /// @throws IndexOutOfBoundsException if there is no such row, or none that could be the padding
    @Override
    public NDArray forward(NDArray... inputs) {
        NDArray weight = only(inputs).contiguous();
        Shape shape = weight.shape();
        if (shape.rank() != 2) {
            throw new ShapeMismatchException(message("a table " + shape + " must have two dimensions"));
        }
        if (padding != NO_PADDING && (padding < 0 || padding >= shape.dim(0))) {
            throw new IndexOutOfBoundsException(
                    message("the padding's index " + padding + " is no row of the table " + shape));
        }
        IndexSelect.checkIndices(name(), index, 0, shape);
        NDArray y = NDArray.empty(index.shape().inserted(index.shape().rank(), shape.dim(1)));
        if (y.elements() > 0) {
            IndexedRows.take(
                    weight.data(),
                    weight.offset(),
                    1,
                    shape.dim(0),
                    shape.dim(1),
                    index.data(),
                    index.offset(),
                    index.elements(),
                    y.data(),
                    y.offset());
        }
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum == null) {
            return;
        }
        NDArray dw = sum.contributeToZeroed();
        NDArray dy = pass.outputGradient();
        if (dy.elements() == 0) {
            return;
        }
        int width = dw.shape().dim(1);
        int[] counts = counts(dw.shape().dim(0));
        for (int i = 0; i < counts.length; i++) {
            counts[i] = i == padding ? 0 : counts[i];
        }
        IndexedRows.add(
                dy.data(),
                dy.offset(),
                width,
                index.data(),
                index.offset(),
                index.elements(),
                counts,
                dw.data(),
                dw.offset());
    }

    /// What each row's contributions are divided by.
    private int[] counts(int rows) {
        int[] counts = new int[rows];
        for (int i = 0; i < index.elements(); i++) {
            int row = (int) index.data()[index.offset() + i];
            counts[row] = scaledByFrequency ? counts[row] + 1 : 1;
        }
        return counts;
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    /// The gradient leaves out the padding's row and is scaled, which the result is not.
    @Override
    protected boolean isLinearInEach() {
        return padding == NO_PADDING && !scaledByFrequency;
    }
}
