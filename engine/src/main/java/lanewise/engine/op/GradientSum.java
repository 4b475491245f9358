package lanewise.engine.op;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// Where the gradient of one array is summed up during a backward pass.
///
/// The memory is taken when the first contribution comes. A contribution that exists already as an array can be
/// [lent][#lend]; it is copied only if a second one arrives.
public final class GradientSum {
    private final Shape shape;
    private final boolean mayBorrow;
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
    }

    /// A sum in the given row-major memory, which holds one already if `holdsSum`, otherwise anything.
    public GradientSum(NDArray memory, boolean holdsSum) {
        this.shape = memory.shape();
        this.mayBorrow = false;
        this.array = memory;
        this.holdsSum = holdsSum;
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
        NDArray own = present == null ? NDArray.empty(shape) : present.copy();
        own.storage().holdAlone();
        if (present != null) {
            present.storage().letGo();
        }
        array = own;
        borrowed = false;
        return own;
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

    /// Whether anything has been contributed.
    public boolean holdsSum() {
        return holdsSum;
    }

    /// Says that the sum has been passed on: its memory, if it is a workspace's and no other sum borrows it, goes
    /// back at once, so that the next gradient finds it in the cache.
    public void letGo() {
        if (array != null) {
            array.storage().letGo();
        }
    }

    /// Says that somebody sees the sum who may keep it.
    public void share() {
        array().storage().share();
    }

    /// The row-major memory of the sum, after [#contribute()] or [#lend(NDArray)].
    public NDArray array() {
        if (array == null) {
            throw new IllegalStateException("contribute() comes first: this gradient has no memory yet");
        }
        complete(array);
        return array;
    }
}
