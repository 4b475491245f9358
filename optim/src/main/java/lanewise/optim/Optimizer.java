package lanewise.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;

/// Updates parameters by their gradients.
///
/// ```java
/// optimizer.zeroGrad();
/// loss.backward();
/// optimizer.step();
/// ```
///
/// Parameters without a gradient are left alone, and their state does not advance. All state is allocated by the
/// constructor; [#step()] allocates nothing.
///
/// @param <O> the options, one value for each [ParamGroup]
public abstract class Optimizer<O extends OptimizerOptions<O>> implements Stateful {
    private final List<ParamGroup<O>> groups = new ArrayList<>();
    private final O defaults;

    /// An optimizer with one group.
    ///
    /// @throws IllegalArgumentException if the list is empty, or one of the parameters is there twice, is not a
    ///     leaf of the graph, or is not contiguous
    protected Optimizer(List<? extends Tensor> parameters, O options) {
        defaults = options;
        add(parameters, options);
    }

    /// The options given to the constructor.
    public final O defaults() {
        return defaults;
    }

    /// The groups, in the order in which they were added.
    public final List<ParamGroup<O>> paramGroups() {
        return Collections.unmodifiableList(groups);
    }

    /// Adds a group of further parameters with the constructor's options.
    ///
    /// @throws IllegalArgumentException as the constructor, or if another group has one of the parameters
    public final ParamGroup<O> addParamGroup(List<? extends Tensor> parameters) {
        return add(parameters, defaults);
    }

    /// Adds a group of further parameters with its own options.
    ///
    /// @throws IllegalArgumentException as the constructor, or if another group has one of the parameters
    public final ParamGroup<O> addParamGroup(List<? extends Tensor> parameters, O options) {
        return add(parameters, options);
    }

    /// Sets all gradients to null, so that parameters that the next backward pass does not reach are left alone.
    public final void zeroGrad() {
        zeroGrad(true);
    }

    /// Removes all gradients.
    ///
    /// @param setToNull whether they become null; otherwise they are filled with zeros, and those that are null
    ///     stay so
    public final void zeroGrad(boolean setToNull) {
        for (int g = 0; g < groups.size(); g++) {
            List<ParameterState<O>> states = groups.get(g).states();
            for (int i = 0; i < states.size(); i++) {
                zeroGrad(states.get(i).parameter(), setToNull);
            }
        }
    }

    /// Updates every parameter that has a gradient.
    public void step() {
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).step();
        }
    }

    /// Runs `closure`, which clears the gradients, computes the loss, calls its `backward` and returns it, with
    /// gradients recorded; then makes a step. Returns the loss.
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss;
        try (GradMode _ = GradMode.enableGrad()) {
            loss = closure.get();
        }
        step();
        return loss;
    }

    /// The state in PyTorch's layout, with PyTorch's names: `state`, the slots of each parameter by its number
    /// through all groups, for those that have made a step; and `param_groups`, the options and the numbers of the
    /// parameters.
    ///
    /// The arrays are the live ones.
    @Override
    public final StateDict stateDict() {
        return OptimizerState.save(groups);
    }

    /// Takes over a state that [#stateDict()], or PyTorch's `state_dict`, gave. Groups and parameters are matched
    /// by their places. Options that the state does not have stay as they are, and further ones are ignored.
    ///
    /// @throws lanewise.engine.io.StateDictException if groups, parameters, slots or shapes do not fit; nothing
    ///     has been changed then
    /// @throws IllegalArgumentException if an option has a value that is not allowed; nothing has been changed
    ///     then
    @Override
    public final void loadStateDict(StateDict state) {
        OptimizerState.load(groups, state);
    }

    private static void zeroGrad(Tensor parameter, boolean setToNull) {
        Tensor gradient = parameter.grad();
        if (gradient == null) {
            return;
        }
        if (setToNull) {
            parameter.setGrad(null);
        } else {
            gradient.array().fill(0f);
        }
    }

    private ParamGroup<O> add(List<? extends Tensor> parameters, O options) {
        check(parameters, options);
        ParamGroup<O> group = new ParamGroup<>(parameters, options);
        groups.add(group);
        return group;
    }

    private void check(List<? extends Tensor> parameters, O options) {
        if (parameters.isEmpty()) {
            throw refused("the list of parameters is empty");
        }
        Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (!parameter.isLeaf()) {
                throw refused(i, parameter, "is the result of an operation; only leaves can be optimized");
            }
            if (!parameter.array().isContiguous()) {
                throw refused(i, parameter, "is not contiguous; use a contiguous() copy of it");
            }
            if (!own.add(parameter)) {
                throw refused(i, parameter, "is in the list twice");
            }
            String objection = options.objection(parameter, groups.size());
            if (objection != null) {
                throw refused(i, parameter, objection);
            }
        }
        for (int group = 0; group < groups.size(); group++) {
            List<Tensor> others = groups.get(group).parameters();
            for (int i = 0; i < others.size(); i++) {
                if (own.contains(others.get(i))) {
                    throw refused(
                            parameters.indexOf(others.get(i)),
                            others.get(i),
                            "is in group " + group + " already, as its parameter " + i);
                }
            }
        }
    }

    private IllegalArgumentException refused(int index, Tensor parameter, String reason) {
        return refused("parameter " + index + ", " + parameter.shape() + ", " + reason);
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(getClass().getSimpleName() + ": " + reason);
    }
}
