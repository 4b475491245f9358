package lanewise.nn.train;

import org.jspecify.annotations.Nullable;

/// Saves a run again and again.
///
/// ```java
/// trainer.checkpoint(new Checkpoint(file)).add(SaveEvery.epochs(1));
/// ```
public final class SaveEvery implements Callback {
    private final long steps;
    private final int epochs;
    private final @Nullable Checkpoint checkpoint;

    private SaveEvery(long steps, int epochs, @Nullable Checkpoint checkpoint) {
        if (steps < 0 || epochs < 0 || steps + epochs == 0) {
            throw new IllegalArgumentException(
                    "SaveEvery: steps or epochs from one save to the next must be at least 1");
        }
        this.steps = steps;
        this.epochs = epochs;
        this.checkpoint = checkpoint;
    }

    /// After each step whose number `count` divides.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public static SaveEvery steps(long count) {
        return new SaveEvery(count, 0, null);
    }

    /// After each `count` epochs.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public static SaveEvery epochs(int count) {
        return new SaveEvery(0, count, null);
    }

    /// The same to a file of its own, not the one that the run goes on from.
    public SaveEvery to(Checkpoint checkpoint) {
        return new SaveEvery(steps, epochs, checkpoint);
    }

    /// @throws IllegalStateException if neither this nor the trainer has a checkpoint
    @Override
    public void beforeFit(Trainer<?, ?> trainer) {
        target(trainer);
    }

    @Override
    public void afterStep(Trainer<?, ?> trainer, StepRecord step) {
        if (steps > 0 && step.step() % steps == 0) {
            trainer.saveAfterwards(target(trainer));
        }
    }

    @Override
    public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
        if (epochs > 0 && (epoch.epoch() + 1) % epochs == 0) {
            trainer.saveAfterwards(target(trainer));
        }
    }

    private Checkpoint target(Trainer<?, ?> trainer) {
        return checkpoint != null ? checkpoint : trainer.checkpoint();
    }
}
