package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Intermediates;

/// A module with one tensor in and one out: what [Sequential] chains. A subclass writes [#forward(Tensor)]; whoever
/// uses it calls [#call(Tensor)], where the hooks run.
public abstract class Layer extends Module {
    private final boolean ownPackage = getClass().getPackageName().equals(Layer.class.getPackageName());

    /// For subclasses.
    protected Layer() {}

    /// Computes the output. Written by subclasses; called through [#call(Tensor)].
    public abstract Tensor forward(Tensor input);

    /// The output for `input`, after all hooks.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the layer cannot take its shape
    public final Tensor call(Tensor input) {
        if (hooksOf(this) != null) {
            return hooked(this, Layer::forward, input);
        }
        if (forgetsIntermediates()) {
            try (Intermediates inner = Intermediates.open()) {
                return forward(input).resultOf(inner);
            }
        }
        input.array().storage().share(); // a forward that is not known may keep what it meets
        try (Intermediates _ = Intermediates.keepAll()) {
            Tensor output = forward(input);
            output.array().storage().share();
            return output;
        }
    }

    /// Whether, inside a [lanewise.engine.Workspace], the memory of what [#forward] makes on the way to its output
    /// may go back before the workspace closes: at the end of the call, or when a backward pass that needs it has
    /// gone by. The library's own layers say so. Another may, if it keeps no tensor that it meets beyond the call:
    /// none in a field, none in a list.
    protected boolean forgetsIntermediates() {
        return ownPackage;
    }

    /// Has `hook` called in every backward pass that goes through this layer, with the gradients of its input and
    /// its output, after those that were registered earlier. Where the input requires none, it is called as soon as
    /// that of the output is there.
    public final RemovableHandle registerFullBackwardHook(BackwardHook hook) {
        return registerFullBackwardHook((ModuleGradients gradients) -> {
            Tensor ofOutput = Objects.requireNonNull(gradients.outputs().getFirst());
            Tensor replaced = hook.after(this, gradients.inputs().getFirst(), ofOutput);
            return replaced == null ? null : List.of(replaced);
        });
    }

    /// Has `hook` called before every forward computation, after those that were registered earlier.
    public final RemovableHandle registerForwardPreHook(ForwardPreHook hook) {
        return registerForwardPreHook((ModuleCall call) -> {
            Tensor replaced = hook.before(this, call.input(0));
            return replaced == null ? null : List.of(replaced);
        });
    }

    /// Has `hook` called after every forward computation, after those that were registered earlier.
    public final RemovableHandle registerForwardHook(ForwardHook hook) {
        return registerForwardHook(
                (ModuleCall call) -> hook.after(this, call.input(0), (Tensor) Objects.requireNonNull(call.output())));
    }
}
