package lanewise.autograd;

import org.jspecify.annotations.Nullable;

/// What a tensor is a view of, and the history that had when the view was taken.
final class ViewOf {
    private final Tensor base;
    private final @Nullable Node history;

    private ViewOf(Tensor base) {
        this.base = base;
        this.history = base.operationNode();
    }

    /// A view of `tensor`, which may be a view itself: then of its base.
    static ViewOf of(Tensor tensor) {
        ViewOf through = tensor.viewOf();
        return through == null ? new ViewOf(tensor) : through;
    }

    /// @throws IllegalStateException if the base has been changed in place by a recorded operation since, so that
    ///     the view's own history is no longer true
    @SuppressWarnings("ReferenceEquality") // the very node, not one like it
    void check(String operation) {
        if (base.operationNode() != history) {
            throw new IllegalStateException(operation + ": a view of a tensor that was changed in place by a recorded"
                    + " operation after the view was taken cannot be used any more; take the view again");
        }
    }
}
