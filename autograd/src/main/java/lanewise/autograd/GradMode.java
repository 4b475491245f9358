package lanewise.autograd;

/// Whether the calling thread records operations for a backward pass. It does unless told otherwise:
///
/// ```java
/// try (var off = GradMode.noGrad()) {
///     weight.sub_(weight.grad().mul(learningRate));
/// }
/// ```
///
/// A scope is closed by the thread that opened it, and scopes nest: closing one restores what was before it.
public final class GradMode implements AutoCloseable {
    private static final Switch SWITCH = new Switch();

    private final State state;
    private final boolean before;

    private GradMode(State state, boolean before) {
        this.state = state;
        this.before = before;
    }

    private static GradMode set(boolean enabled) {
        State state = SWITCH.get();
        GradMode scope = state.enabled ? state.restoresOn : state.restoresOff;
        state.enabled = enabled;
        return scope;
    }

    /// Until the result is closed, nothing is recorded: results require no gradient, and leaves may be changed in
    /// place.
    public static GradMode noGrad() {
        return set(false);
    }

    /// Until the result is closed, operations are recorded, also inside [#noGrad()].
    public static GradMode enableGrad() {
        return set(true);
    }

    /// Whether operations on tensors that require gradients are recorded.
    public static boolean isEnabled() {
        return SWITCH.get().enabled;
    }

    /// Restores what was before.
    ///
    /// @throws IllegalStateException if another thread opened this scope
    @Override
    public void close() {
        if (SWITCH.get() != state) {
            throw new IllegalStateException("a GradMode scope must be closed by the thread that opened it");
        }
        state.enabled = before;
    }

    /// With the only two scopes that there can be, so that a step that opens one allocates nothing.
    private static final class State {
        boolean enabled = true;
        final GradMode restoresOn = new GradMode(this, true);
        final GradMode restoresOff = new GradMode(this, false);
    }

    /// One state a thread. A named class, since this is on the way of every start.
    private static final class Switch extends ThreadLocal<State> {
        @Override
        protected State initialValue() {
            return new State();
        }
    }
}
