package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;

/// What an optimizer keeps for one parameter, and how it updates it: the number of steps made, and slots, arrays of the
/// parameter's shape under PyTorch's names (`exp_avg`, `momentum_buffer`, ...).
///
/// A user's own rule extends this class and works in place on the parameter:
///
/// ```java
/// protected void update(Tensor gradient, Options options) {
///     try (var _ = GradMode.noGrad()) {
///         parameter().sub_(gradient.sign().mul((float) options.learningRate()));
///     }
/// }
/// ```
///
/// @param <O> the optimizer's options
public abstract class ParameterState<O> {
    private final Tensor parameter;
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> slots = new ArrayList<>();
    private long steps;

    /// The state of `parameter` before its first step, without slots.
    protected ParameterState(Tensor parameter) {
        this.parameter = parameter;
    }

    /// The parameter.
    public final Tensor parameter() {
        return parameter;
    }

    /// How many steps the parameter has made, the current one included while [#update] runs. A step without a gradient
    /// does not count.
    public final long steps() {
        return steps;
    }

    /// Makes the slots that these options need. Called before the first step and after each change of options, so that
    /// a step allocates nothing.
    protected void prepare(O options) {}

    /// Makes one step.
    ///
    /// @param gradient the parameter's gradient, of its shape
    /// @param options the options of the parameter's group
    protected abstract void update(Tensor gradient, O options);

    /// Whether the number of steps is part of the state dict, as `step`.
    protected boolean countsSteps() {
        return true;
    }

    /// Whether there is something to put into a state dict: as in PyTorch, from the first step on.
    protected boolean isStarted() {
        return steps > 0;
    }

    /// Called when a state dict has been loaded into [#steps()] and the slots.
    ///
    /// @param found whether it had an entry for this parameter
    protected void loaded(boolean found) {}

    /// The slot of that name, made of zeros in the parameter's shape if there is none yet.
    protected final NDArray slot(String name) {
        NDArray present = findSlot(name);
        if (present != null) {
            return present;
        }
        NDArray slot = NDArray.zerosKept(parameter.shape());
        names.add(name);
        slots.add(slot);
        return slot;
    }

    /// The slot of that name, if there is one.
    protected final @Nullable NDArray findSlot(String name) {
        int at = names.indexOf(name);
        return at < 0 ? null : slots.get(at);
    }

    final List<String> slotNames() {
        return names;
    }

    final void setSteps(long steps) {
        this.steps = steps;
    }

    /// One step, or none if there is no gradient.
    final void step(O options) {
        Tensor gradient = parameter.grad();
        if (gradient == null) {
            return;
        }
        if (!gradient.shape().equals(parameter.shape())) {
            throw new ShapeMismatchException("step: a parameter " + parameter.shape() + " has a gradient of shape "
                    + gradient.shape());
        }
        steps++;
        update(gradient, options);
    }
}
