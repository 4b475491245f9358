package lanewise.nn.train;

import lanewise.engine.io.StateDict;

/// Saves a run whenever a figure is better than ever before, to a file of its own.
///
/// ```java
/// trainer.add(new SaveBest(new Checkpoint(Path.of("best.safetensors")), Monitor.max("val_accuracy")));
/// ...
/// model.loadStateDict(StateDict.load(Path.of("best.safetensors")).dict("model"));
/// ```
public final class SaveBest implements Callback {
    private final Checkpoint checkpoint;
    private final Monitor monitor;
    private double best;

    /// Saves to `checkpoint`.
    public SaveBest(Checkpoint checkpoint, Monitor monitor) {
        this.checkpoint = checkpoint;
        this.monitor = monitor;
        best = monitor.worst();
    }

    /// The best value so far; infinite before the first.
    public double best() {
        return best;
    }

    @Override
    public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
        double value = epoch.value(monitor.name());
        if (monitor.isBetter(value, best)) {
            best = value;
            trainer.saveAfterwards(checkpoint);
        }
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("best", best);
    }

    @Override
    public void loadStateDict(StateDict state) {
        best = state.number("best");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.number("best");
    }
}
