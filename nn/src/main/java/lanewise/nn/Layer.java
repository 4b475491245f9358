package lanewise.nn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// A module with one tensor in and one out: what [Sequential] chains. A subclass writes [#forward(Tensor)]; whoever
/// uses it calls [#call(Tensor)], where the hooks run.
public abstract class Layer extends Module {
    private @Nullable List<ForwardPreHook> preHooks;
    private @Nullable List<ForwardHook> hooks;

    /// For subclasses.
    protected Layer() {}

    /// Computes the output. Written by subclasses; called through [#call(Tensor)].
    public abstract Tensor forward(Tensor input);

    /// The output for `input`, after all hooks.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the layer cannot take its shape
    public final Tensor call(Tensor input) {
        Tensor given = preHooks == null ? input : before(preHooks, input);
        Tensor output = forward(given);
        return hooks == null ? output : after(hooks, given, output);
    }

    /// Has `hook` called before every forward computation, after those that were registered earlier.
    public final RemovableHandle registerForwardPreHook(ForwardPreHook hook) {
        if (preHooks == null) {
            preHooks = new CopyOnWriteArrayList<>();
        }
        preHooks.add(hook);
        return new RemovableHandle(preHooks, hook);
    }

    /// Has `hook` called after every forward computation, after those that were registered earlier.
    public final RemovableHandle registerForwardHook(ForwardHook hook) {
        if (hooks == null) {
            hooks = new CopyOnWriteArrayList<>();
        }
        hooks.add(hook);
        return new RemovableHandle(hooks, hook);
    }

    private Tensor before(List<ForwardPreHook> registered, Tensor input) {
        Tensor value = input;
        for (ForwardPreHook hook : registered) {
            Tensor replaced = hook.before(this, value);
            value = replaced == null ? value : replaced;
        }
        return value;
    }

    private Tensor after(List<ForwardHook> registered, Tensor input, Tensor output) {
        Tensor value = output;
        for (ForwardHook hook : registered) {
            Tensor replaced = hook.after(this, input, value);
            value = replaced == null ? value : replaced;
        }
        return value;
    }
}
