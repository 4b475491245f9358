package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.SparseRows;
import lanewise.engine.kernel.IndexedRows;

/// Rows of a table by their numbers: `y[..., :] = weight[index[...], :]`.
///
///     dweight[index[...], :] += dy[..., :]
///
/// The padding row gets no gradient. Scaled by frequency, each contribution is divided by how often its row is
/// named. Where the gradient is to be sparse, the table's has only the rows that were named, if the table is a leaf
/// without hooks that gets no other gradient; see [GradientSum#contributeRows()].
public final class Embedding extends Operation {
    /// Says that no row is the padding.
    public static final int NO_PADDING = -1;

    private final LongArray index;
    private final int padding;
    private final boolean scaledByFrequency;
    private final boolean sparse;

    /// With a dense gradient.
    public Embedding(LongArray index, int padding, boolean scaledByFrequency) {
        this(index, padding, scaledByFrequency, false);
    }

    /// The rows `index`, of any shape, which must not change until the backward pass.
    ///
    /// @param padding a row's number from 0 on, or [#NO_PADDING]
    /// @param sparse whether the table's gradient is to have only the rows that are named
    /// @throws IllegalArgumentException if it is to be sparse and scaled by frequency
    public Embedding(LongArray index, int padding, boolean scaledByFrequency, boolean sparse) {
        if (sparse && scaledByFrequency) {
            throw new IllegalArgumentException(message(
                    "a sparse gradient cannot be scaled by frequency; leave out" + " sparse, or scaleGradByFreq"));
        }
        this.index = index.contiguous();
        this.padding = padding;
        this.scaledByFrequency = scaledByFrequency;
        this.sparse = sparse;
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
        NDArray dy = pass.outputGradient();
        SparseRows rows = sparse ? sum.contributeRows() : null;
        if (rows != null) {
            rows.add(index, dy, padding);
            return;
        }
        NDArray dw = sum.contributeToZeroed();
        if (dy.elements() == 0) {
            return;
        }
        int width = dw.shape().dim(1);
        IndexedRows.add(
                dy.data(),
                dy.offset(),
                width,
                index.data(),
                index.offset(),
                index.elements(),
                padding,
                scaledByFrequency ? counts(dw.shape().dim(0)) : null,
                dw.data(),
                dw.offset());
    }

    /// How often each row is named.
    private int[] counts(int rows) {
        int[] counts = new int[rows];
        for (int i = 0; i < index.elements(); i++) {
            counts[(int) index.data()[index.offset() + i]]++;
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

    /// The gradient of a table without a padding, of the rows' gradients without the padding's and scaled.
    @Override
    public void gradient(Recorder recorder) {
        if (isLinearInEach()) {
            super.gradient(recorder);
        } else if (recorder.wants(0)) {
            Variable dy = recorder.outputGradient();
            Shape table = recorder.shape(0);
            Shape rows = index.shape().inserted(index.shape().rank(), 1);
            BoolArray isPadding = BoolArray.full(rows, false);
            int[] counts = scaledByFrequency ? counts(table.dim(0)) : null;
            NDArray factors = NDArray.full(rows, 1f);
            for (int i = 0; i < index.elements(); i++) {
                int row = (int) index.data()[index.offset() + i];
                isPadding.data()[isPadding.offset() + i] = row == padding;
                if (counts != null) {
                    factors.data()[factors.offset() + i] = 1f / counts[row];
                }
            }
            Variable scaled = scaledByFrequency ? dy.mul(dy.constant(factors)) : dy;
            Embedding plain = new Embedding(index, NO_PADDING, false);
            recorder.contribute(0, Adjoint.of(plain, table, scaled.fill(isPadding, 0)));
        }
    }
}
