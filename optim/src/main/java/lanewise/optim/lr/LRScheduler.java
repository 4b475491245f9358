package lanewise.optim.lr;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;

/// Sets the learning rates of an optimizer's groups while it trains.
///
/// ```java
/// var scheduler = new CosineAnnealingLR(optimizer, 100);
/// for (int epoch = 0; epoch < 100; epoch++) {
///     train(model, optimizer);
///     scheduler.step();
/// }
/// ```
///
/// The constructor sets the first rates; each [#step()], after those of the optimizer, sets the next. What counts
/// as an epoch is up to the caller: whatever lies between two steps.
///
/// Names, defaults and sequences are those of `torch.optim.lr_scheduler`. A schedule of one's own is a [LambdaLR],
/// or a class that extends [EpochScheduler].
///
/// [#stateDict()] has PyTorch's names. Rates are the optimizer's, so a run is resumed from the states of both.
public abstract sealed class LRScheduler implements Stateful permits EpochScheduler, CompositeScheduler {
    private final Optimizer<?> optimizer;
    private double[] lastLr = {};

    LRScheduler(Optimizer<?> optimizer) {
        this.optimizer = optimizer;
    }

    /// The optimizer whose learning rates it sets.
    public final Optimizer<?> optimizer() {
        return optimizer;
    }

    /// Sets the next learning rates.
    ///
    /// @throws IllegalStateException if a rate would be negative or not finite; nothing has been changed then
    public abstract void step();

    /// The learning rates after the last step, one for each group.
    public final double[] getLastLr() {
        return lastLr.clone();
    }

    @Override
    public final StateDict stateDict() {
        StateDict state = new StateDict();
        save(state);
        return state;
    }

    /// Takes over a state that [#stateDict()] of the same kind of scheduler gave, the options with it. It leaves
    /// the optimizer alone: that has the learning rates in its own state.
    ///
    /// @throws lanewise.engine.io.StateDictException if it does not fit: the message names all that is missing or
    ///     not allowed, and nothing has been changed
    @Override
    public final void loadStateDict(StateDict state) {
        readAll(state).run();
    }

    /// Reads a state as [#loadStateDict] does, and drops it.
    @Override
    public final void checkStateDict(StateDict state) {
        readAll(state);
    }

    private Runnable readAll(StateDict state) {
        SavedState saved = new SavedState(state);
        Runnable takeOver = read(saved);
        saved.finish(name());
        return takeOver;
    }

    /// Puts what this class has to keep into a state.
    protected void save(StateDict state) {
        state.put("_last_lr", lastLr);
    }

    /// Reads what [#save] put there, changing nothing, and returns what takes it over. Classes that extend one with
    /// values of its own to keep run the returned one in their own.
    protected Runnable read(SavedState state) {
        double[] rates = state.numbers("_last_lr");
        return () -> lastLr = rates;
    }

    /// The first step, by which the constructor, or a [SequentialLR], sets the first rates.
    abstract void initialStep();

    /// Goes back to before the first step.
    abstract void undo();

    /// Begins anew from the initial rates, whatever the present ones are: its turn has come in a [SequentialLR].
    abstract void restart();

    final List<? extends ParamGroup<?>> groups() {
        return optimizer.paramGroups();
    }

    /// Notes the groups' present rates as the last ones.
    final void noteRates() {
        lastLr = rates(optimizer);
    }

    final String name() {
        return getClass().getSimpleName();
    }

    static double[] rates(Optimizer<?> optimizer) {
        return optimizer.paramGroups().stream()
                .mapToDouble(ParamGroup::learningRate)
                .toArray();
    }
}
