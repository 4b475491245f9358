package lanewise.autograd;

import lanewise.engine.NDArray;

/// A value of the forward pass that the backward pass reads, with the version its memory had.
final class SavedValue {
    private final NDArray array;
    private final int version;

    SavedValue(NDArray array) {
        this.array = array;
        this.version = array.storage().version();
        array.storage().hold();
    }

    /// Says that the value is not needed any more.
    void letGo() {
        array.storage().letGo();
    }

    /// Whether the value is this very array.
    @SuppressWarnings("ReferenceEquality")
    boolean holds(NDArray other) {
        return array == other;
    }

    /// The value.
    ///
    /// @param operation who saved it, for the message
    /// @throws IllegalStateException if the memory has been written since
    /// @throws lanewise.engine.ClosedWorkspaceException if the memory has gone back to its workspace
    NDArray get(String operation) {
        int now = array.storage().version();
        if (now != version) {
            throw new IllegalStateException("backward of " + operation + ": a value " + array.shape()
                    + " that it needs was changed in place after the forward pass: its memory was at version " + version
                    + " and is now at version " + now
                    + "; change a clone() instead, or use the operation that makes a new"
                    + " tensor (mul instead of mul_)");
        }
        array.storage().elements();
        return array;
    }
}
