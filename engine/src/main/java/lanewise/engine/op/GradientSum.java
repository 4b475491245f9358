package lanewise.engine.op;

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
        if (borrowed) {
            NDArray lent = array();
            array = lent.copy();
            array.storage().holdAlone();
            lent.storage().letGo();
            borrowed = false;
        }
        if (array == null) {
            array = NDArray.empty(shape);
            array.storage().holdAlone();
        }
        array.storage().touch();
        boolean first = !holdsSum;
        holdsSum = true;
        return first ? Write.OVERWRITE : Write.ADD;
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
        return array;
    }
}
