package lanewise.nn;

import org.jspecify.annotations.Nullable;

/// What a module computes of its inputs, as its calls with hooks take it: `Bilinear::forward` is a
/// `Forward.Two<Bilinear, Tensor, Tensor, Tensor>`. See [Module#hooked(Module, Two, Object, Object)].
public final class Forward {
    private Forward() {}

    /// Of one input.
    ///
    /// @param <M> the module
    /// @param <R> the output
    @FunctionalInterface
    public interface One<M, A extends @Nullable Object, R> {
        /// What `module` makes of it.
        R apply(M module, A first);
    }

    /// Of two inputs.
    ///
    /// @param <M> the module
    /// @param <R> the output
    @FunctionalInterface
    public interface Two<M, A extends @Nullable Object, B extends @Nullable Object, R> {
        /// What `module` makes of them.
        R apply(M module, A first, B second);
    }

    /// Of three inputs.
    ///
    /// @param <M> the module
    /// @param <R> the output
    @FunctionalInterface
    public interface Three<M, A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object, R> {
        /// What `module` makes of them.
        R apply(M module, A first, B second, C third);
    }

    /// Of four inputs.
    ///
    /// @param <M> the module
    /// @param <R> the output
    @FunctionalInterface
    public interface Four<
            M,
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            R> {
        /// What `module` makes of them.
        R apply(M module, A first, B second, C third, D fourth);
    }

    /// Of five inputs.
    ///
    /// @param <M> the module
    /// @param <R> the output
    @FunctionalInterface
    public interface Five<
            M,
            A extends @Nullable Object,
            B extends @Nullable Object,
            C extends @Nullable Object,
            D extends @Nullable Object,
            E extends @Nullable Object,
            R> {
        /// What `module` makes of them.
        R apply(M module, A first, B second, C third, D fourth, E fifth);
    }
}
