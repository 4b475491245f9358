package lanewise.optim;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lanewise.engine.io.StateDict;

/// The hooks of one optimizer, and those of all. Where there are none, nothing is allocated. A hook may remove
/// itself.
final class OptimizerHooks {
    private static final Hooks<OptimizerHook> BEFORE_EVERY_STEP = new Hooks<>();
    private static final Hooks<OptimizerHook> AFTER_EVERY_STEP = new Hooks<>();

    private final Hooks<OptimizerHook> beforeStep = new Hooks<>();
    private final Hooks<OptimizerHook> afterStep = new Hooks<>();
    private final Hooks<OptimizerHook> beforeSaving = new Hooks<>();
    private final Hooks<OptimizerStateHook> afterSaving = new Hooks<>();
    private final Hooks<OptimizerStateHook> beforeLoading = new Hooks<>();
    private final Hooks<OptimizerHook> afterLoading = new Hooks<>();

    static OptimizerHookHandle addBeforeEveryStep(OptimizerHook hook) {
        return BEFORE_EVERY_STEP.add(hook, false);
    }

    static OptimizerHookHandle addAfterEveryStep(OptimizerHook hook) {
        return AFTER_EVERY_STEP.add(hook, false);
    }

    OptimizerHookHandle addBeforeStep(OptimizerHook hook) {
        return beforeStep.add(hook, false);
    }

    OptimizerHookHandle addAfterStep(OptimizerHook hook) {
        return afterStep.add(hook, false);
    }

    OptimizerHookHandle addBeforeSaving(OptimizerHook hook, boolean first) {
        return beforeSaving.add(hook, first);
    }

    OptimizerHookHandle addAfterSaving(OptimizerStateHook hook, boolean first) {
        return afterSaving.add(hook, first);
    }

    OptimizerHookHandle addBeforeLoading(OptimizerStateHook hook, boolean first) {
        return beforeLoading.add(hook, first);
    }

    OptimizerHookHandle addAfterLoading(OptimizerHook hook, boolean first) {
        return afterLoading.add(hook, first);
    }

    /// As in PyTorch, those of all optimizers stand outside the optimizer's own.
    void beforeStep(Optimizer<?> optimizer) {
        run(BEFORE_EVERY_STEP, optimizer);
        run(beforeStep, optimizer);
    }

    void afterStep(Optimizer<?> optimizer) {
        run(afterStep, optimizer);
        run(AFTER_EVERY_STEP, optimizer);
    }

    void beforeSaving(Optimizer<?> optimizer) {
        run(beforeSaving, optimizer);
    }

    StateDict afterSaving(Optimizer<?> optimizer, StateDict state) {
        return applied(afterSaving, optimizer, state);
    }

    /// The hooks may change their state as they like: it is a copy.
    StateDict beforeLoading(Optimizer<?> optimizer, StateDict state) {
        return beforeLoading.isEmpty() ? state : applied(beforeLoading, optimizer, state.copy());
    }

    void afterLoading(Optimizer<?> optimizer) {
        run(afterLoading, optimizer);
    }

    private static void run(Hooks<OptimizerHook> hooks, Optimizer<?> optimizer) {
        if (!hooks.isEmpty()) {
            for (Registered<OptimizerHook> registered : hooks.list) {
                registered.hook.run(optimizer);
            }
        }
    }

    private static StateDict applied(Hooks<OptimizerStateHook> hooks, Optimizer<?> optimizer, StateDict state) {
        StateDict current = state;
        for (Registered<OptimizerStateHook> registered : hooks.list) {
            StateDict replacement = registered.hook.apply(optimizer, current);
            current = replacement == null ? current : replacement;
        }
        return current;
    }

    /// The hooks of one kind, in the order in which they run.
    private static final class Hooks<H> {
        private final List<Registered<H>> list = new CopyOnWriteArrayList<>();

        OptimizerHookHandle add(H hook, boolean first) {
            Registered<H> registered = new Registered<>(hook);
            if (first) {
                list.addFirst(registered);
            } else {
                list.add(registered);
            }
            return new OptimizerHookHandle(() -> list.remove(registered));
        }

        boolean isEmpty() {
            return list.isEmpty();
        }
    }

    /// A hook in its place: the same one may be registered twice.
    private static final class Registered<H> {
        private final H hook;

        Registered(H hook) {
            this.hook = hook;
        }
    }
}
