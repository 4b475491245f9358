package lanewise.autograd;

import java.util.concurrent.atomic.AtomicLong;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.SparseRows;
import lanewise.engine.op.GradientSum;
import org.jspecify.annotations.Nullable;

/// A place of the graph where a gradient arrives: a recorded operation, for its output, or a leaf.
///
/// Nodes are numbered as they are made. Every node is younger than those it leads to, whatever threads made them,
/// so walking them in descending order meets a node only when all contributions to its gradient are there.
abstract class Node implements Comparable<Node> {
    private static final AtomicLong MADE = new AtomicLong();

    private final long sequence = MADE.incrementAndGet();
    private final Shape shape;
    private @Nullable GradientHooks hooks;
    private @Nullable GradientSum sum;
    private @Nullable BackwardWalk walk;

    Node(Shape shape) {
        this.shape = shape;
    }

    /// The shape of the gradient.
    final Shape shape() {
        return shape;
    }

    /// The gradient that the user sees.
    abstract @Nullable Tensor grad();

    /// Replaces the gradient that the user sees.
    abstract void setGrad(@Nullable Tensor grad);

    /// Gives the nodes that this one leads to.
    abstract void visitInputs(BackwardWalk visitor);

    /// Whether the gradient of one of the nodes that this one leads to is wanted.
    abstract boolean leadsToWanted(BackwardWalk visitor);

    /// Checks that no backward pass has freed what this node leads to.
    void checkKept() {}

    /// Checks that what the backward pass needs is there and unchanged.
    abstract void check(BackwardWalk visitor);

    /// Whether this is an end of the graph.
    boolean isLeaf() {
        return false;
    }

    /// Takes the summed gradient, after the hooks have seen it.
    abstract void receive(NDArray gradient);

    /// Takes the summed gradient of a leaf that has no hooks.
    void receive(SparseRows rows) {
        throw new AssertionError("only a leaf's sum can have rows");
    }

    /// Drops what only one backward pass needs.
    abstract void release();

    /// The sum to begin a walk with.
    GradientSum newSum() {
        return new GradientSum(shape);
    }

    /// Where this walk sums the gradient.
    final GradientSum sum() {
        GradientSum started = sum;
        if (started == null) {
            started = newSum();
            sum = started;
        }
        return started;
    }

    /// The sum of what has arrived; null if nothing has.
    final @Nullable GradientSum takeSum() {
        GradientSum arrived = sum;
        sum = null;
        return arrived != null && arrived.holdsSum() ? arrived : null;
    }

    /// What the hooks, who may keep it and write to it, make of a sum.
    final NDArray hooked(GradientSum arrived) {
        GradientHooks present = hooks;
        if (present == null || present.isEmpty()) {
            return arrived.array();
        }
        arrived.unshare();
        arrived.share();
        return present.applied(new Tensor(arrived.array())).array();
    }

    /// What the hooks make of a gradient, which others may read too.
    final Tensor hooked(Tensor gradient) {
        GradientHooks present = hooks;
        return present == null || present.isEmpty() ? gradient : present.applied(gradient.clone());
    }

    final boolean hasHooks() {
        return hooks != null && !hooks.isEmpty();
    }

    final HookHandle addHook(GradientHook hook) {
        if (hooks == null) {
            hooks = new GradientHooks();
        }
        return hooks.add(hook);
    }

    /// Whether this node is part of `visitor`, and not left yet.
    final boolean isIn(BackwardWalk visitor) {
        return walk == visitor;
    }

    /// The walk that this node is part of; only while it is.
    final BackwardWalk walk() {
        if (walk == null) {
            throw new IllegalStateException("there is no gradient outside a backward pass");
        }
        return walk;
    }

    /// Marks this node as met by `visitor`; false if it was already, or if it is an end of the graph that a walk
    /// meets inside of which `visitor` runs: that one then takes what `visitor` contributes.
    ///
    /// @throws IllegalStateException if another walk is under way through it
    final boolean enter(BackwardWalk visitor) {
        if (walk == visitor) {
            return false;
        }
        if (walk != null && isLeaf() && walk.isAround(visitor)) {
            return false;
        }
        if (walk != null) {
            throw new IllegalStateException(
                    "backward: another backward pass, of a hook or of another thread, is under way through this graph;"
                            + " one at a time");
        }
        walk = visitor;
        return true;
    }

    /// Forgets the walk, whether it came to this node or failed before.
    final void leave() {
        walk = null;
        sum = null;
    }

    @Override
    public final int compareTo(Node other) {
        return Long.compare(other.sequence, sequence);
    }
}
