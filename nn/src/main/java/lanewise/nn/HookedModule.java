package lanewise.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all modules have of hooks: their registration, and the calls in which they run. A part of [Module], which
/// alone extends it.
abstract class HookedModule {
    private @Nullable ModuleHooks hooks;

    HookedModule() {}

    /// Has `hook` called before every call of this module, after those that were registered earlier. A module of
    /// one tensor has another such method, [Layer#registerForwardPreHook(ForwardPreHook)].
    ///
    /// Every module here whose `call` computes something runs its hooks. What has no `call` ([ModuleList],
    /// [ModuleDict], [ParameterList], [lanewise.nn.train.AveragedModel]) takes hooks, as in PyTorch, and nothing
    /// ever calls them: register them at its parts.
    public final RemovableHandle registerForwardPreHook(ModulePreHook hook) {
        return hooks().add(hooks().before, hook);
    }

    /// Has `hook` called after every call of this module, after those that were registered earlier; see
    /// [#registerForwardPreHook(ModulePreHook)].
    public final RemovableHandle registerForwardHook(ModuleHook hook) {
        return hooks().add(hooks().after, hook);
    }

    /// Has `hook` called in every backward pass that goes through a call of this module, with the gradients of its
    /// inputs and its output, when all of them are there; see [#registerForwardPreHook(ModulePreHook)]. Where no
    /// input requires a gradient, it is called as soon as that of the output is there.
    public final RemovableHandle registerFullBackwardHook(ModuleBackwardHook hook) {
        return hooks().add(hooks().backward, hook);
    }

    private ModuleHooks hooks() {
        if (hooks == null) {
            hooks = new ModuleHooks();
        }
        return hooks;
    }

    /// What `module` computes of an input, with its hooks around it; see [#hooked(Module, Forward.Two, Object,
    /// Object)].
    protected static <M extends Module, A extends @Nullable Object, R> R hooked(
            M module, Forward.One<M, A, R> forward, A first) {
        ModuleHooks hooks = hooksOf(module);
        return hooks == null
                ? forward.apply(module, first)
                : HookedCall.run(module, hooks, in -> forward.apply(module, at(in, 0)), first);
    }

    /// What `module` computes of two inputs, with its hooks around it: how a module writes its `call`.
    ///
    /// ```java
    /// public Tensor call(Tensor a, Tensor b) {
    ///     return hooked(this, Bilinear::forward, a, b);
    /// }
    /// ```
    ///
    /// Without hooks this is `forward` itself, and allocates nothing: `forward` names the method, and holds on to
    /// no variable.
    ///
    /// @param forward computes the output, a [lanewise.autograd.Tensor] or a [TensorGroup]
    protected static <M extends Module, A extends @Nullable Object, B extends @Nullable Object, R> R hooked(
            M module, Forward.Two<M, A, B, R> forward, A first, B second) {
        ModuleHooks hooks = hooksOf(module);
        return hooks == null
                ? forward.apply(module, first, second)
                : HookedCall.run(module, hooks, in -> forward.apply(module, at(in, 0), at(in, 1)), first, second);
    }

    /// What `module` computes of three inputs, with its hooks around it; see [#hooked(Module, Forward.Two, Object,
    /// Object)].
    protected static <
                    M extends Module,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R>
            R hooked(M module, Forward.Three<M, A, B, C, R> forward, A first, B second, C third) {
        ModuleHooks hooks = hooksOf(module);
        return hooks == null
                ? forward.apply(module, first, second, third)
                : HookedCall.run(
                        module,
                        hooks,
                        in -> forward.apply(module, at(in, 0), at(in, 1), at(in, 2)),
                        first,
                        second,
                        third);
    }

    /// What `module` computes of four inputs, with its hooks around it; see [#hooked(Module, Forward.Two, Object,
    /// Object)].
    protected static <
                    M extends Module,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R>
            R hooked(M module, Forward.Four<M, A, B, C, D, R> forward, A first, B second, C third, D fourth) {
        ModuleHooks hooks = hooksOf(module);
        return hooks == null
                ? forward.apply(module, first, second, third, fourth)
                : HookedCall.run(
                        module,
                        hooks,
                        in -> forward.apply(module, at(in, 0), at(in, 1), at(in, 2), at(in, 3)),
                        first,
                        second,
                        third,
                        fourth);
    }

    /// What `module` computes of five inputs, with its hooks around it; see [#hooked(Module, Forward.Two, Object,
    /// Object)].
    protected static <
                    M extends Module,
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R>
            R hooked(
                    M module,
                    Forward.Five<M, A, B, C, D, E, R> forward,
                    A first,
                    B second,
                    C third,
                    D fourth,
                    E fifth) {
        ModuleHooks hooks = hooksOf(module);
        return hooks == null
                ? forward.apply(module, first, second, third, fourth, fifth)
                : HookedCall.run(
                        module,
                        hooks,
                        in -> forward.apply(module, at(in, 0), at(in, 1), at(in, 2), at(in, 3), at(in, 4)),
                        first,
                        second,
                        third,
                        fourth,
                        fifth);
    }

    /// Null if there are none, as almost always.
    static @Nullable ModuleHooks hooksOf(HookedModule module) {
        ModuleHooks own = module.hooks;
        return own == null || own.isEmpty() ? null : own;
    }

    /// An input, which pre-hooks have left of its class.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // HookedCall compares the classes
    private static <T extends @Nullable Object> T at(List<@Nullable Object> inputs, int i) {
        return (T) inputs.get(i);
    }
}
