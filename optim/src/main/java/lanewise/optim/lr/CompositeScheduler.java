package lanewise.optim.lr;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import lanewise.optim.ScheduleMark;

/// A scheduler made of others for the same optimizer.
abstract sealed class CompositeScheduler extends LRScheduler permits ChainedScheduler, SequentialLR {
    private final List<LRScheduler> schedulers;

    CompositeScheduler(Optimizer<?> optimizer, List<? extends LRScheduler> schedulers) {
        super(optimizer);
        this.schedulers = List.copyOf(schedulers);
    }

    /// @throws IllegalArgumentException if there is no scheduler, or one is for another optimizer
    static void check(String name, Optimizer<?> optimizer, List<? extends LRScheduler> schedulers) {
        for (int i = 0; i < schedulers.size(); i++) {
            if (schedulers.get(i).optimizer() != optimizer) {
                throw new IllegalArgumentException(name + ": scheduler " + i + ", "
                        + schedulers.get(i).name() + ", is for another optimizer; all of them must share one");
            }
        }
    }

    static <T extends LRScheduler> List<T> notEmpty(String name, List<T> schedulers) {
        if (schedulers.isEmpty()) {
            throw new IllegalArgumentException(name + ": there is no scheduler; at least one is needed");
        }
        return schedulers;
    }

    final List<LRScheduler> schedulers() {
        return schedulers;
    }

    final void resetRates() {
        for (ParamGroup<?> group : groups()) {
            group.mark(ScheduleMark.INITIAL_LR).ifPresent(group::setLearningRate);
        }
    }

    @Override
    void undo() {
        schedulers.forEach(LRScheduler::undo);
    }

    @Override
    void restart() {
        resetRates();
        initialStep();
    }

    @Override
    protected void save(StateDict state) {
        super.save(state);
        state.put("_schedulers", schedulers.stream().map(LRScheduler::stateDict).toList());
    }

    @Override
    protected Runnable read(SavedState state) {
        Runnable rest = super.read(state);
        List<SavedState> states = state.states("_schedulers");
        List<Runnable> parts = new ArrayList<>();
        if (states.size() == schedulers.size()) {
            for (int i = 0; i < states.size(); i++) {
                parts.add(schedulers.get(i).read(states.get(i)));
            }
        } else if (state.has("_schedulers")) {
            state.problem("_schedulers", "has " + states.size() + " states, the scheduler " + schedulers.size());
        }
        return () -> {
            rest.run();
            parts.forEach(Runnable::run);
        };
    }
}
