package lanewise.optim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// What an optimizer keeps for one parameter, and how it updates it: the number of steps made, slots, arrays of the
/// parameter's shape under PyTorch's names (`exp_avg`, `momentum_buffer`, ...), and scalars (`mu_product`).
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
    /// Counts nothing.
    private static final JointSteps NONE = new JointSteps();

    private final Tensor parameter;
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> slots = new ArrayList<>();
    private final Map<String, Scalar> scalars = new LinkedHashMap<>();
    private long steps; // but for those counted jointly
    private JointSteps joint = NONE;

    /// The state of `parameter` before its first step, without slots.
    protected ParameterState(Tensor parameter) {
        this.parameter = parameter;
    }

    /// The parameter.
    public final Tensor parameter() {
        return parameter;
    }

    /// How many steps the parameter has made, the current one included while [#update] runs. A step without a
    /// gradient does not count.
    public final long steps() {
        return steps + joint.made;
    }

    /// Has the steps that `steps` counts, which are all of a group, count as steps of this state. What it has made
    /// so far stays.
    final void countWith(JointSteps steps) {
        this.steps += joint.made - steps.made;
        joint = steps;
    }

    /// The steps that all states of a group made together: counted once instead of in a thousand states.
    static final class JointSteps {
        private long made;

        void count() {
            made++;
        }
    }

    /// Makes the slots that these options need. Called before the first step and after each change of options, so
    /// that a step allocates nothing.
    protected void prepare(O options) {}

    /// Makes one step.
    ///
    /// @param gradient the parameter's gradient, of its shape
    /// @param options the options of the parameter's group
    protected abstract void update(Tensor gradient, O options);

    /// Why this rule, with these options, cannot make a step with a [sparse][Tensor#sparseGrad()] gradient, as the
    /// end of a sentence that begins with the optimizer's name; null if it can. One that can is a rule of this
    /// library's.
    @Nullable
    String objectionToSparse(O options) {
        return "does not support sparse gradients; consider SparseAdam instead, or an embedding without the option"
                + " sparse";
    }

    /// Whether the rule makes steps with gradients that are not sparse.
    boolean takesDense() {
        return true;
    }

    /// Whether the number of steps is part of the state dict, as `step`.
    protected boolean countsSteps() {
        return true;
    }

    /// Whether there is something to put into a state dict: as in PyTorch, from the first step on.
    protected boolean isStarted() {
        return steps() > 0;
    }

    /// Whether the rule has a slot of that name, with some options at least; a state dict with another one is
    /// refused.
    protected boolean knowsSlot(String name) {
        return findSlot(name) != null;
    }

    /// Called when the entry of a state dict has been loaded into [#steps()] and the slots. What the rule cannot
    /// go on without is refused here.
    ///
    /// @param names the slots that the entry had
    /// @param where the entry's name, for messages
    protected void loaded(Collection<String> names, String where) {
        List<String> missing = new ArrayList<>(this.names);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new StateDictException(
                    where + ": " + String.join(", ", missing) + (missing.size() == 1 ? " is missing" : " are missing"));
        }
    }

    /// The slot of that name, made of zeros in the parameter's shape if there is none yet.
    protected final NDArray slot(String name) {
        return slot(name, parameter.shape());
    }

    /// The slot of that name, made of zeros in a shape of its own if there is none yet.
    protected final NDArray slot(String name, Shape shape) {
        NDArray present = findSlot(name);
        if (present != null) {
            return present;
        }
        NDArray slot = NDArray.zerosKept(shape);
        names.add(name);
        slots.add(slot);
        return slot;
    }

    /// The slot of that name, if there is one.
    protected final @Nullable NDArray findSlot(String name) {
        int at = names.indexOf(name);
        return at < 0 ? null : slots.get(at);
    }

    /// Puts a slot of that name in place of the present one.
    final void replaceSlot(String name, NDArray slot) {
        slots.set(names.indexOf(name), slot);
    }

    /// A scalar of that name, a part of the state dict like the slots, with its value before the first step. A rule
    /// makes its scalars when it is constructed.
    protected final Scalar scalar(String name, double initial) {
        Scalar scalar = new Scalar(initial);
        scalars.put(name, scalar);
        return scalar;
    }

    /// A number that a rule carries from step to step.
    public static final class Scalar {
        private double value;

        private Scalar(double value) {
            this.value = value;
        }

        /// The present value.
        public double get() {
            return value;
        }

        /// Sets the value.
        public void set(double value) {
            this.value = value;
        }
    }

    /// The number of steps, the scalars and the slots, under PyTorch's names.
    StateDict save() {
        StateDict entry = new StateDict();
        if (countsSteps()) {
            entry.put("step", (double) steps());
        }
        scalars.forEach((name, scalar) -> entry.put(name, scalar.get()));
        for (int i = 0; i < slots.size(); i++) {
            entry.put(names.get(i), slots.get(i));
        }
        return entry;
    }

    /// The reverse of [#save()], for a state that has made no step. What does not fit is noted, and makes this
    /// state useless.
    void restore(StateDict entry, String where, Misfits misfits) {
        List<String> found = new ArrayList<>();
        for (String key : entry.keys()) {
            misfits.check(where, () -> restore(key, entry, where, found));
        }
        if (countsSteps() && !entry.has("step")) {
            misfits.add(where + ": step is missing");
        }
        for (String name : scalars.keySet()) {
            if (!entry.has(name)) {
                misfits.add(where + ": " + name + " is missing");
            }
        }
        misfits.check(where, () -> loaded(found, where));
    }

    private void restore(String key, StateDict entry, String where, List<String> found) {
        Scalar scalar = scalars.get(key);
        if (key.equals("step")) {
            steps = wholeNumber(savedNumber(entry, key), key, where);
        } else if (scalar != null) {
            scalar.set(savedNumber(entry, key));
        } else if (!entry.isNull(key)) {
            found.add(key);
            restoreSlot(key, entry.array(key), where);
        }
    }

    private void restoreSlot(String name, NDArray saved, String where) {
        if (!knowsSlot(name)) {
            throw new StateDictException(where + ": the optimizer has no " + name);
        }
        NDArray slot = slot(name);
        if (!saved.shape().equals(slot.shape())) {
            throw new StateDictException(where + ": " + name + " is " + saved.shape() + "; for the parameter "
                    + parameter.shape() + " it must be " + slot.shape());
        }
        System.arraycopy(saved.toArray(), 0, slot.data(), slot.offset(), slot.elements());
        slot.storage().touch();
    }

    /// PyTorch has numbers as tensors `[]`, or as they are.
    private static double savedNumber(StateDict entry, String key) {
        return entry.get(key) instanceof NDArray array ? array.item() : entry.number(key);
    }

    /// A saved number of steps, or of other things that are counted.
    static long wholeNumber(double saved, String key, String where) {
        if (!(saved >= 0 && saved == Math.rint(saved) && saved < Long.MAX_VALUE)) {
            throw new StateDictException(where + ": " + key + " is " + saved + ", not a whole number, 0 or above");
        }
        return (long) saved;
    }

    /// One step, or none if there is no gradient.
    final void step(O options) {
        Tensor gradient = parameter.grad();
        if (gradient == null) {
            return;
        }
        count();
        update(gradient, options);
    }

    /// Says that a step is being made.
    final void count() {
        steps++;
    }
}
