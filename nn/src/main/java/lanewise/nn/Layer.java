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
    private @Nullable List<BackwardHook> backwardHooks;

    /// For subclasses.
    protected Layer() {}

    /// Computes the output. Written by subclasses; called through [#call(Tensor)].
    public abstract Tensor forward(Tensor input);

    /// The output for `input`, after all hooks.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the layer cannot take its shape
    public final Tensor call(Tensor input) {
        return hasHooks() ? hooked(inputs -> withLayerHooks((Tensor) inputs.getFirst()), input) : withLayerHooks(input);
    }

    private Tensor withLayerHooks(Tensor input) {
        Tensor given = preHooks == null ? input : before(preHooks, input);
        if (backwardHooks != null) {
            return withBackwardHooks(List.copyOf(backwardHooks), given);
        }
        Tensor output = forward(given);
        return hooks == null ? output : after(hooks, given, output);
    }

    /// Has `hook` called in every backward pass that goes through this layer, with the gradients of its input and
    /// its output, after those that were registered earlier. Where the input requires none, it is called as soon as
    /// that of the output is there.
    public final RemovableHandle registerFullBackwardHook(BackwardHook hook) {
        if (backwardHooks == null) {
            backwardHooks = new CopyOnWriteArrayList<>();
        }
        backwardHooks.add(hook);
        return new RemovableHandle(backwardHooks, hook);
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

    /// Input and output pass through views of their own, where the gradients of this call alone arrive.
    private Tensor withBackwardHooks(List<BackwardHook> registered, Tensor input) {
        Tensor given = input.requiresGrad() ? input.expandAs(input) : input;
        Tensor output = forward(given);
        Tensor result = hooks == null ? output : after(hooks, given, output);
        if (!result.requiresGrad()) {
            return result;
        }
        Tensor seen = result.expandAs(result);
        boolean wantsInput = given.requiresGrad();
        Tensor[] outputGradient = new Tensor[1];
        seen.registerHook(gradient -> {
            outputGradient[0] = gradient;
            if (!wantsInput) {
                afterBackward(registered, null, gradient);
            }
            return null;
        });
        if (wantsInput) {
            given.registerHook(gradient -> afterBackward(registered, gradient, outputGradient[0]));
        }
        return seen;
    }

    private @Nullable Tensor afterBackward(
            List<BackwardHook> registered, @Nullable Tensor inputGradient, Tensor outputGradient) {
        Tensor value = inputGradient;
        for (BackwardHook hook : registered) {
            Tensor replaced = hook.after(this, value, outputGradient);
            value = replaced == null ? value : replaced;
        }
        return value;
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
