package lanewise.nn.train;

import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;

/// What takes part in a [Trainer]'s run: changes gradients or learning rates, ends the run, saves it.
///
/// At each event the callbacks are called in the order in which they were added; then the [RunListener]s; then what
/// they asked to be saved is saved. When a callback throws, those behind it are not called, the model is as it was
/// after the last whole step, and [Trainer#fit] passes the exception on.
///
/// What a callback keeps from event to event is its state: the trainer saves it with the run.
public interface Callback extends Stateful {
    /// Before the first step of [Trainer#fit], when a saved run has been loaded.
    default void beforeFit(Trainer<?, ?> trainer) {}

    /// In each step when the gradients are there, before the optimizer uses them.
    default void afterBackward(Trainer<?, ?> trainer) {}

    /// After each step of the optimizer.
    default void afterStep(Trainer<?, ?> trainer, StepRecord step) {}

    /// After each epoch and its validation.
    default void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {}

    /// When all epochs are over or the run was stopped, after it has been saved.
    default void afterFit(Trainer<?, ?> trainer, FitResult result) {}

    /// Nothing, unless it is overridden.
    @Override
    default StateDict stateDict() {
        return new StateDict();
    }

    /// Nothing, unless it is overridden.
    @Override
    default void loadStateDict(StateDict state) {}

    /// Nothing, unless it is overridden.
    @Override
    default void checkStateDict(StateDict state) {}
}
