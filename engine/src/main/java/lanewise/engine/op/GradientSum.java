package lanewise.engine.op;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import lanewise.engine.kernel.AddTo;
import org.jspecify.annotations.Nullable;

/// Where the gradient of one array is summed up during a backward pass.
///
/// The memory is taken when the first contribution comes. A contribution that exists already as an array can be
/// [lent][#lend]; it is copied only if a second one arrives.
///
/// At a leaf the gradient of a matrix may be [some of its rows][#contributeRows()], as long as nothing but rows is
/// contributed.
public final class GradientSum {
    private final Shape shape;
    private final boolean mayBorrow;
    private final @Nullable Memory kept;
    private @Nullable SparseRows rows;
    private @Nullable NDArray array;
    private boolean holdsSum;
    private boolean borrowed;

    /// The parts that have been contributed along `partAxis`, `[start, end)` each and in ascending order, if the
    /// rest is undefined.
    private @Nullable List<int[]> parts;

    private int partAxis;

    /// A sum that takes new memory when it needs some.
    public GradientSum(Shape shape) {
        this.shape = shape;
        this.mayBorrow = true;
        this.kept = null;
    }

    /// A sum in the given row-major memory, which holds one already if `holdsSum`, otherwise anything.
    public GradientSum(NDArray memory, boolean holdsSum) {
        this.shape = memory.shape();
        this.mayBorrow = false;
        this.kept = null;
        this.array = memory;
        this.holdsSum = holdsSum;
    }

    /// A sum in memory of which only the part that is needed is asked for.
    ///
    /// @param begun the rows that the sum begins with; null if it begins with nothing
    public GradientSum(Shape shape, Memory memory, @Nullable SparseRows begun) {
        this.shape = shape;
        this.mayBorrow = false;
        this.kept = memory;
        this.rows = begun;
        this.holdsSum = begun != null;
    }

    /// The memory that a leaf keeps for its gradient.
    public interface Memory {
        /// Row-major memory of the leaf's shape, which holds anything.
        NDArray array();

        /// Rows of a matrix of the leaf's shape, without any yet.
        SparseRows rows();
    }

    /// The shape of the array whose gradient this is.
    public Shape shape() {
        return shape;
    }

    /// How the caller, who now contributes, must write to [#array()]: the first overwrites, later ones add. After
    /// this call the array counts as holding a sum.
    public Write contribute() {
        NDArray memory = memory();
        complete(memory);
        memory.storage().touch();
        boolean first = !holdsSum;
        holdsSum = true;
        return first ? Write.OVERWRITE : Write.ADD;
    }

    /// Memory of this sum's own, with what was lent to it if that is the sum so far.
    private NDArray memory() {
        NDArray present = array;
        if (present != null && !borrowed) {
            return present;
        }
        if (present == null && kept != null) {
            NDArray dense = densified(kept);
            array = dense;
            return dense;
        }
        NDArray own = present == null ? NDArray.empty(shape) : present.copy();
        own.storage().holdAlone();
        if (present != null) {
            present.storage().letGo();
        }
        array = own;
        borrowed = false;
        return own;
    }

    /// Contributes `gradient`, a row-major array of this shape that the caller made and gives away: what was lent
    /// is added to it, rather than copied first.
    public void give(NDArray gradient) {
        gradient.storage().holdAlone();
        boolean takes = borrowed || !holdsSum && mayBorrow;
        if (!takes) {
            if (contribute() == Write.OVERWRITE) {
                InPlace.copy(array(), gradient);
            } else {
                InPlace.add(array(), gradient, 1f);
            }
            gradient.storage().letGo();
            return;
        }
        if (array != null) {
            InPlace.add(gradient, array, 1f);
            array.storage().letGo();
        }
        array = gradient;
        borrowed = false;
        holdsSum = true;
    }

    /// Contributes a run of floats, as many as there are elements, row-major.
    public void add(float[] run, int at) {
        boolean first = contribute() == Write.OVERWRITE;
        NDArray sum = array();
        if (first) {
            System.arraycopy(run, at, sum.data(), sum.offset(), sum.elements());
        } else {
            AddTo.run(sum.data(), sum.offset(), 1f, run, at, sum.elements());
        }
    }

    /// Contributes `gradient`, of this shape but for dimension `axis`, of which it is the indices from `start` on.
    /// Parts that do not meet are written once each, and what no part covers is zeroed in the end.
    public void contributePart(int axis, int start, NDArray gradient) {
        int end = start + gradient.shape().dim(axis);
        NDArray memory = memory();
        if (!holdsSum) {
            parts = new ArrayList<>();
            partAxis = axis;
            holdsSum = true;
        }
        NDArray part = memory.view(memory.layout().narrow(axis, start, end - start));
        if (covers(axis, start, end)) {
            InPlace.copy(part, gradient);
        } else {
            complete(memory);
            InPlace.add(part, gradient, 1f);
        }
    }

    /// Takes a part in if the sum consists of parts that do not meet it. Returns whether it does.
    private boolean covers(int axis, int start, int end) {
        List<int[]> present = parts;
        if (present == null || axis != partAxis) {
            return false;
        }
        int place = 0;
        while (place < present.size() && present.get(place)[1] <= start) {
            place++;
        }
        if (place < present.size() && present.get(place)[0] < end) {
            return false;
        }
        present.add(place, new int[] {start, end});
        return true;
    }

    /// Zeroes what no part has covered.
    private void complete(NDArray memory) {
        List<int[]> present = parts;
        if (present == null) {
            return;
        }
        parts = null;
        int from = 0;
        for (int[] part : present) {
            zero(memory, from, part[0]);
            from = part[1];
        }
        zero(memory, from, shape.dim(partAxis));
    }

    private void zero(NDArray memory, int from, int to) {
        if (from < to) {
            NDArray rest = memory.view(memory.layout().narrow(partAxis, from, to - from));
            InPlace.copy(rest, NDArray.full(Shape.SCALAR, 0f));
        }
    }

    /// For a caller that can only add, or does not write every element: the array, zero if this is the first
    /// contribution.
    public NDArray contributeToZeroed() {
        if (contribute() == Write.OVERWRITE) {
            array().fill(0f);
        }
        return array();
    }

    /// For a caller that contributes to some rows of a matrix: where to [add][SparseRows#add] them. Null if this
    /// gradient has to be dense, since something that is not rows was contributed, or it is not a leaf's; then the
    /// caller contributes in the usual way.
    public @Nullable SparseRows contributeRows() {
        if (rows == null) {
            if (kept == null || array != null) {
                return null;
            }
            rows = kept.rows();
        }
        holdsSum = true;
        return rows;
    }

    /// The sum, if it has only rows.
    public @Nullable SparseRows rows() {
        return rows;
    }

    /// Contributes `gradient`, a contiguous array of this shape that nobody will write to any more, without a copy
    /// where possible. Returns whether that was possible; if not, the caller contributes in the usual way.
    public boolean lend(NDArray gradient) {
        if (holdsSum
                || !mayBorrow
                || !gradient.isContiguous()
                || !gradient.shape().equals(shape)) {
            return false;
        }
        gradient.storage().hold();
        array = gradient;
        borrowed = true;
        holdsSum = true;
        return true;
    }

    private NDArray densified(Memory memory) {
        NDArray dense = memory.array();
        if (rows != null) {
            dense.fill(0f);
            rows.addTo(dense);
            rows = null;
        }
        return dense;
    }

    /// Whether anything has been contributed.
    public boolean holdsSum() {
        return holdsSum;
    }

    /// Says that the sum has been passed on: its memory, if it is a workspace's and no other sum borrows it, goes
    /// back at once, so that the next gradient finds it in the cache.
    public void letGo() {
        if (array != null && mayBorrow) {
            array.storage().letGo();
        }
    }

    /// Copies a sum that was lent, for somebody who may write to it: others borrow the same memory.
    public void unshare() {
        memory();
    }

    /// Says that somebody sees the sum who may keep it.
    public void share() {
        array().storage().share();
    }

    /// The row-major memory of the sum, after [#contribute()] or [#lend(NDArray)]. There is none while the sum has
    /// only [#rows()].
    public NDArray array() {
        if (array == null) {
            throw new IllegalStateException(
                    rows == null
                            ? "contribute() comes first: this gradient has no memory yet"
                            : "this gradient has only rows");
        }
        complete(array);
        return array;
    }
}
