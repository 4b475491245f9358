package lanewise.engine;

import java.util.Arrays;
import java.util.Objects;
import lanewise.engine.kernel.AddTo;
import lanewise.engine.kernel.RowSums;
import org.jspecify.annotations.Nullable;

/// Some rows of a matrix `[rows, width]` whose other rows are zero, as PyTorch's sparse tensor with one sparse
/// dimension. It is always coalesced: a row is there once, with the sum of all that was added to it.
///
/// Rows are in the order in which they were first added to, and what is added to one is summed in the order in
/// which it came, so that the bits do not depend on threads. The memory belongs to no workspace, grows with the
/// number of rows and stays when they are [cleared][#clear()]: adding as many rows as before allocates nothing.
/// Beside the rows themselves there is one `int` for each row of the matrix.
public final class SparseRows {
    /// Says that no row is to be left out.
    public static final int NO_ROW = -1;

    private static final int FEWEST = 16;

    private final Shape shape;
    private final int width;
    private final int[] place; // by row of the matrix: 1 + its place here, 0 if it is not here
    private final RowSums sums = new RowSums();
    private int count;
    private int[] rows = {};
    private int[] first = {};
    private int[] next = {};
    private NDArray memory;
    private @Nullable NDArray values;

    /// A matrix of zeros.
    ///
    /// @throws ShapeMismatchException if `shape` has not two dimensions
    public SparseRows(Shape shape) {
        if (shape.rank() != 2) {
            throw new ShapeMismatchException("SparseRows: a shape " + shape + " must have two dimensions");
        }
        this.shape = shape;
        width = shape.dim(1);
        place = new int[shape.dim(0)];
        memory = NDArray.zerosKept(Shape.of(0, width));
    }

    /// The shape of the matrix.
    public Shape shape() {
        return shape;
    }

    /// How many rows are here.
    public int count() {
        return count;
    }

    /// The number, in the matrix, of the row at place `i`.
    public int row(int i) {
        return rows[Objects.checkIndex(i, count)];
    }

    /// The numbers of the rows, `[count]`; a copy.
    public LongArray indices() {
        LongArray indices = LongArray.empty(Shape.of(count));
        for (int i = 0; i < count; i++) {
            indices.data()[i] = rows[i];
        }
        return indices;
    }

    /// The rows, `[count, width]`, live: adding rows, and clearing, make this view stale.
    public NDArray values() {
        NDArray present = values;
        if (present == null) {
            present = memory.view(Layout.rowMajor(Shape.of(count, width)));
            values = present;
        }
        return present;
    }

    /// The Java array behind [#values()]: the row at place `i` begins at `i·width`. Live, padded, until rows are
    /// added.
    public float[] data() {
        return memory.data();
    }

    /// The matrix, as a new array.
    public NDArray toDense() {
        NDArray dense = NDArray.full(shape, 0f);
        addTo(dense);
        return dense;
    }

    /// Adds the rows to a contiguous matrix.
    ///
    /// @throws ShapeMismatchException if it has another shape
    public void addTo(NDArray matrix) {
        if (!matrix.shape().equals(shape) || !matrix.isContiguous()) {
            throw new ShapeMismatchException("SparseRows: rows of a matrix " + shape
                    + " cannot be added to an array with layout " + matrix.layout() + "; it must be a contiguous one"
                    + " of that shape");
        }
        for (int i = 0; i < count; i++) {
            AddTo.run(matrix.data(), matrix.offset() + rows[i] * width, 1f, memory.data(), i * width, width);
        }
        matrix.storage().touch();
    }

    /// Makes all rows zero again. Keeps the memory.
    public void clear() {
        for (int i = 0; i < count; i++) {
            place[rows[i]] = 0;
        }
        count = 0;
        values = null;
        memory.storage().touch();
    }

    /// Adds `added[..., :]` to the rows that `indices[...]` names.
    ///
    /// @param indices of any shape
    /// @param added of the shape of `indices` and behind it the width
    /// @param leftOut a row that gets nothing, or [#NO_ROW]
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if there is no such row; nothing has been changed then
    public void add(LongArray indices, NDArray added, int leftOut) {
        if (!added.shape().equals(indices.shape().inserted(indices.shape().rank(), width))) {
            throw new ShapeMismatchException("SparseRows: " + added.shape() + " is added to the rows that "
                    + indices.shape() + " name, of a matrix " + shape + "; it must have the shape of the indices and"
                    + " behind it the width");
        }
        LongArray numbers = indices.contiguous();
        for (int j = 0; j < numbers.elements(); j++) {
            long row = numbers.data()[numbers.offset() + j];
            if (row < 0 || row >= place.length) {
                throw new IndexOutOfBoundsException(
                        "SparseRows: index " + row + " at position " + j + " is no row of the matrix " + shape);
            }
        }
        int before = count;
        collect(numbers, leftOut);
        if (count > 0 && width > 0) {
            reserve(before);
            NDArray from = added.contiguous();
            sums.run(count, before, first, next, from.data(), from.offset(), memory.data(), 0, width);
        }
        values = null;
        memory.storage().touch();
    }

    /// Gives each named row its place, and chains the numbers' positions by it. From behind, so that a chain is in
    /// the order of positions; new rows get their places before, from the front.
    private void collect(LongArray numbers, int leftOut) {
        long[] data = numbers.data();
        int from = numbers.offset();
        int length = numbers.elements();
        for (int j = 0; j < length; j++) {
            int row = (int) data[from + j];
            if (row != leftOut && place[row] == 0) {
                if (count == rows.length) {
                    rows = Arrays.copyOf(rows, grown(count));
                }
                rows[count] = row;
                place[row] = ++count;
            }
        }
        if (first.length < count) {
            first = new int[rows.length];
        }
        if (next.length < length) {
            next = new int[Math.max(grown(next.length), length)];
        }
        Arrays.fill(first, 0, count, RowSums.END);
        for (int j = length - 1; j >= 0; j--) {
            int row = (int) data[from + j];
            if (row != leftOut) {
                int at = place[row] - 1;
                next[j] = first[at];
                first[at] = j;
            }
        }
    }

    /// Makes room for all rows, with the first `kept` of them in it.
    private void reserve(int kept) {
        if (memory.shape().dim(0) >= count) {
            return;
        }
        int room = (int) Math.min(Math.max(count, grown(memory.shape().dim(0))), (long) Shape.MOST_ELEMENTS / width);
        NDArray larger = NDArray.zerosKept(Shape.of(room, width));
        System.arraycopy(memory.data(), 0, larger.data(), 0, kept * width);
        memory = larger;
    }

    private int grown(int present) {
        return Math.min(place.length, Math.max(FEWEST, present + present / 2));
    }

    /// The shape and how many rows there are.
    @Override
    public String toString() {
        return "SparseRows(" + count + " of the rows of " + shape + ")";
    }
}
