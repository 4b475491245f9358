package lanewise.nn.train;

import java.util.function.Consumer;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import lanewise.optim.Optimizer;
import lanewise.optim.lr.LRScheduler;
import lanewise.optim.lr.ReduceLROnPlateau;

/// Moves a learning-rate scheduler on as a run goes on.
///
/// ```java
/// trainer.add(LearningRateSchedule.perStep(new OneCycleLR(optimizer, 0.1, steps)));
/// ```
public final class LearningRateSchedule implements Callback {
    private final Stateful scheduler;
    private final Optimizer<?> optimizer;
    private final Runnable eachStep;
    private final Consumer<EpochRecord> eachEpoch;

    private LearningRateSchedule(
            Stateful scheduler, Optimizer<?> optimizer, Runnable eachStep, Consumer<EpochRecord> eachEpoch) {
        this.scheduler = scheduler;
        this.optimizer = optimizer;
        this.eachStep = eachStep;
        this.eachEpoch = eachEpoch;
    }

    /// Moves it on after each step. Steps that are left out do not count.
    public static LearningRateSchedule perStep(LRScheduler scheduler) {
        return new LearningRateSchedule(scheduler, scheduler.optimizer(), scheduler::step, _ -> {});
    }

    /// Moves it on after each epoch.
    public static LearningRateSchedule perEpoch(LRScheduler scheduler) {
        return new LearningRateSchedule(scheduler, scheduler.optimizer(), () -> {}, _ -> scheduler.step());
    }

    /// Gives it a figure of each epoch.
    ///
    /// @param name as in [EpochRecord#values()]
    public static LearningRateSchedule onPlateau(ReduceLROnPlateau scheduler, String name) {
        return new LearningRateSchedule(
                scheduler, scheduler.optimizer(), () -> {}, epoch -> scheduler.step(epoch.value(name)));
    }

    /// @throws IllegalArgumentException if the scheduler is that of another optimizer
    @Override
    public void beforeFit(Trainer<?, ?> trainer) {
        if (trainer.optimizer() != optimizer) {
            throw new IllegalArgumentException("LearningRateSchedule: the "
                    + scheduler.getClass().getSimpleName() + " sets the rates of another "
                    + optimizer.getClass().getSimpleName() + " than the trainer's");
        }
    }

    @Override
    public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
        eachStep.run();
    }

    @Override
    public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
        eachEpoch.accept(epoch);
    }

    @Override
    public StateDict stateDict() {
        return scheduler.stateDict();
    }

    @Override
    public void loadStateDict(StateDict state) {
        scheduler.loadStateDict(state);
    }

    @Override
    public void checkStateDict(StateDict state) {
        scheduler.checkStateDict(state);
    }
}
