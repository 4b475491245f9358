package lanewise.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.SparseRows;
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
/// Gradients add up until they are cleared. So a batch that is too large for the memory goes through in `k` parts
/// of one size, with the gradient of the whole one's mean loss:
///
/// ```java
/// optimizer.zeroGrad();
/// for (var part : parts) {
///     lossFn.call(model.call(part.x()), part.y()).div(k).backward();
/// }
/// GradientClipping.clipGradNorm_(model.parameters(), 1);
/// optimizer.step();
/// ```
///
/// Parameters without a gradient are left alone, and their state does not advance. All state is allocated by the
/// constructor; [#step()] allocates nothing.
///
/// Parameters given as [NamedParameters] are named in messages and in the state dict.
///
/// @param <O> the options, one value for each [ParamGroup]
public abstract class Optimizer<O extends OptimizerOptions<O>> implements Stateful {
    private final List<ParamGroup<O>> groups = new ArrayList<>();
    private final O defaults;
    private final OptimizerHooks hooks = new OptimizerHooks();

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
    /// @throws IllegalArgumentException as the constructor; if another group has one of the parameters; or if these
    ///     have names and those of the other groups have not, or the other way round
    public final ParamGroup<O> addParamGroup(List<? extends Tensor> parameters) {
        return add(parameters, defaults);
    }

    /// Adds a group of further parameters with its own options.
    ///
    /// @throws IllegalArgumentException as the constructor; if another group has one of the parameters; or if these
    ///     have names and those of the other groups have not, or the other way round
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
    ///
    /// @throws IllegalStateException if a gradient is [sparse][Tensor#sparseGrad()] and the rule does not take
    ///     those, or it takes no others; nothing has been changed then
    public final void step() {
        hooks.beforeStep(this);
        update();
        hooks.afterStep(this);
    }

    /// Runs `closure`, which clears the gradients, computes the loss, calls its `backward` and returns it, with
    /// gradients recorded; then makes a step. Returns the loss.
    public final Tensor step(Supplier<Tensor> closure) {
        hooks.beforeStep(this);
        Tensor loss = update(closure);
        hooks.afterStep(this);
        return loss;
    }

    /// What [#step()] does between its hooks.
    protected void update() {
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).open(getClass());
        }
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).step();
        }
    }

    /// What [#step(Supplier)] does between its hooks. Returns the loss.
    protected Tensor update(Supplier<Tensor> closure) {
        Tensor loss;
        try (GradMode _ = GradMode.enableGrad()) {
            loss = closure.get();
        }
        update();
        return loss;
    }

    /// The state in PyTorch's layout, with PyTorch's names: `state`, the slots of each parameter by its number
    /// through all groups, for those that have made a step; and `param_groups`, the options, the names if there are
    /// any, and the numbers of the parameters.
    ///
    /// The arrays are the live ones.
    @Override
    public final StateDict stateDict() {
        hooks.beforeSaving(this);
        return hooks.afterSaving(this, OptimizerState.save(groups));
    }

    /// Takes over a state that [#stateDict()], or PyTorch's `state_dict`, gave. Groups and parameters are matched
    /// by their places; names that the state has replace the present ones. Options that the state does not have
    /// stay as they are, and further ones are ignored.
    ///
    /// @throws lanewise.engine.io.StateDictException if groups, parameters, slots or shapes do not fit, or an
    ///     option has a value that is not allowed; the message lists all of it, and nothing has been changed
    @Override
    public final void loadStateDict(StateDict state) {
        OptimizerState.load(getClass().getSimpleName(), groups, hooks.beforeLoading(this, state));
        hooks.afterLoading(this);
    }

    /// Reads a state into new memory as [#loadStateDict] does, and drops it. The hooks that run before loading run
    /// here too, since they may change what is read.
    @Override
    public final void checkStateDict(StateDict state) {
        OptimizerState.read(getClass().getSimpleName(), groups, hooks.beforeLoading(this, state));
    }

    /// Has `hook` called before every step, and before the step's closure, after those that were registered
    /// earlier.
    public final OptimizerHookHandle registerStepPreHook(OptimizerHook hook) {
        return hooks.addBeforeStep(hook);
    }

    /// Has `hook` called after every step, after those that were registered earlier.
    public final OptimizerHookHandle registerStepPostHook(OptimizerHook hook) {
        return hooks.addAfterStep(hook);
    }

    /// Has `hook` called before every step of every optimizer, before the optimizer's own hooks.
    public static OptimizerHookHandle registerOptimizerStepPreHook(OptimizerHook hook) {
        return OptimizerHooks.addBeforeEveryStep(hook);
    }

    /// Has `hook` called after every step of every optimizer, after the optimizer's own hooks.
    public static OptimizerHookHandle registerOptimizerStepPostHook(OptimizerHook hook) {
        return OptimizerHooks.addAfterEveryStep(hook);
    }

    /// Has `hook` called at the beginning of [#stateDict()].
    public final OptimizerHookHandle registerStateDictPreHook(OptimizerHook hook) {
        return registerStateDictPreHook(hook, false);
    }

    /// As [#registerStateDictPreHook(OptimizerHook)], before the present hooks if `prepend`.
    public final OptimizerHookHandle registerStateDictPreHook(OptimizerHook hook, boolean prepend) {
        return hooks.addBeforeSaving(hook, prepend);
    }

    /// Has `hook` called with what [#stateDict()] is about to give.
    public final OptimizerHookHandle registerStateDictPostHook(OptimizerStateHook hook) {
        return registerStateDictPostHook(hook, false);
    }

    /// As [#registerStateDictPostHook(OptimizerStateHook)], before the present hooks if `prepend`.
    public final OptimizerHookHandle registerStateDictPostHook(OptimizerStateHook hook, boolean prepend) {
        return hooks.addAfterSaving(hook, prepend);
    }

    /// Has `hook` called with a copy of what [#loadStateDict(StateDict)] is given.
    public final OptimizerHookHandle registerLoadStateDictPreHook(OptimizerStateHook hook) {
        return registerLoadStateDictPreHook(hook, false);
    }

    /// As [#registerLoadStateDictPreHook(OptimizerStateHook)], before the present hooks if `prepend`.
    public final OptimizerHookHandle registerLoadStateDictPreHook(OptimizerStateHook hook, boolean prepend) {
        return hooks.addBeforeLoading(hook, prepend);
    }

    /// Has `hook` called when [#loadStateDict(StateDict)] has taken a state over.
    public final OptimizerHookHandle registerLoadStateDictPostHook(OptimizerHook hook) {
        return registerLoadStateDictPostHook(hook, false);
    }

    /// As [#registerLoadStateDictPostHook(OptimizerHook)], before the present hooks if `prepend`.
    public final OptimizerHookHandle registerLoadStateDictPostHook(OptimizerHook hook, boolean prepend) {
        return hooks.addAfterLoading(hook, prepend);
    }

    private static void zeroGrad(Tensor parameter, boolean setToNull) {
        if (setToNull) {
            parameter.setGrad(null);
            return;
        }
        SparseRows rows = parameter.sparseGrad();
        if (rows != null) {
            rows.clear();
            return;
        }
        Tensor gradient = parameter.grad();
        if (gradient != null) {
            gradient.array().fill(0f);
            if (gradient.requiresGrad()) { // of a pass with createGraph
                parameter.setGrad(gradient.detach());
            }
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
        checkNames(NamedParameters.namesOf(parameters));
        Set<Tensor> own = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (!parameter.isLeaf()) {
                throw refused(parameters, i, "is the result of an operation; only leaves can be optimized");
            }
            if (!parameter.array().isContiguous()) {
                throw refused(parameters, i, "is not contiguous; use a contiguous() copy of it");
            }
            if (!own.add(parameter)) {
                throw refused(parameters, i, "is in the list twice");
            }
            String objection = options.objection(parameter, groups.size());
            if (objection != null) {
                throw refused(parameters, i, objection);
            }
        }
        for (int group = 0; group < groups.size(); group++) {
            List<Tensor> others = groups.get(group).parameters();
            for (int i = 0; i < others.size(); i++) {
                if (own.contains(others.get(i))) {
                    int at = parameters.indexOf(others.get(i));
                    throw refused(parameters, at, "is in group " + group + " already, as its parameter " + i);
                }
            }
        }
    }

    private void checkNames(List<String> names) {
        if (!groups.isEmpty()
                && names.isEmpty() != groups.getFirst().paramNames().isEmpty()) {
            throw refused(
                    names.isEmpty()
                            ? "these parameters have no names and those of group 0 have; give all as NamedParameters"
                            : "these parameters have names and those of group 0 have none; give all as NamedParameters,"
                                    + " or none");
        }
    }

    private IllegalArgumentException refused(List<? extends Tensor> parameters, int index, String reason) {
        return refused(NamedParameters.describe(parameters, index) + ", " + reason);
    }

    private IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(getClass().getSimpleName() + ": " + reason);
    }
}
