package lanewise.nn.train;

import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// Ends a run when a figure has not become better for some epochs.
///
/// ```java
/// trainer.add(new EarlyStopping(Monitor.min("val_loss").withMinDelta(1e-3), 5).restoringBest());
/// ```
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final int patience;
    private final boolean restoresBest;
    private double best;
    private int bestEpoch = -1;
    private int badEpochs;
    private @Nullable StateDict bestModel;

    /// Ends a run after `patience` epochs in a row that were not better.
    ///
    /// @throws IllegalArgumentException if `patience` is less than 1
    public EarlyStopping(Monitor monitor, int patience) {
        this(monitor, patience, false);
    }

    private EarlyStopping(Monitor monitor, int patience, boolean restoresBest) {
        if (patience < 1) {
            throw new IllegalArgumentException("EarlyStopping: patience must be at least 1, not " + patience);
        }
        this.monitor = monitor;
        this.patience = patience;
        this.restoresBest = restoresBest;
        best = monitor.worst();
    }

    /// The same, but keeps a copy of the model as it was after the best epoch, and at the end of the run, by this
    /// callback or after the last epoch, gives it back. The optimizer and the saved run stay where the run ended.
    public EarlyStopping restoringBest() {
        return new EarlyStopping(monitor, patience, true);
    }

    /// The best value so far; infinite before the first.
    public double best() {
        return best;
    }

    /// The epoch that had it; −1 before the first.
    public int bestEpoch() {
        return bestEpoch;
    }

    @Override
    public void beforeFit(Trainer<?, ?> trainer) {
        stopIfDone(trainer); // a run that has been stopped does not go on when it is loaded
    }

    @Override
    public void afterEpoch(Trainer<?, ?> trainer, EpochRecord epoch) {
        double value = epoch.value(monitor.name());
        if (monitor.isBetter(value, best)) {
            best = value;
            bestEpoch = epoch.epoch();
            badEpochs = 0;
            if (restoresBest) {
                bestModel = trainer.model().stateDict().copy();
            }
        } else {
            badEpochs++;
        }
        stopIfDone(trainer);
    }

    @Override
    public void afterFit(Trainer<?, ?> trainer, FitResult result) {
        if (bestModel != null && (result.stopped() == null || badEpochs >= patience)) {
            trainer.model().loadStateDict(bestModel);
        }
    }

    private void stopIfDone(Trainer<?, ?> trainer) {
        if (badEpochs >= patience) {
            trainer.stop(monitor.name() + " has not become better than " + best + ", that of epoch " + bestEpoch
                    + ", for " + badEpochs + " epochs");
        }
    }

    @Override
    public StateDict stateDict() {
        StateDict state =
                new StateDict().put("best", best).put("best_epoch", bestEpoch).put("bad_epochs", badEpochs);
        return bestModel == null ? state.putNull("best_model") : state.put("best_model", bestModel);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        best = state.number("best");
        bestEpoch = (int) state.integer("best_epoch");
        badEpochs = (int) state.integer("bad_epochs");
        bestModel = state.isNull("best_model") ? null : state.dict("best_model").copy();
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.number("best");
        state.integer("best_epoch");
        state.integer("bad_epochs");
        if (!state.isNull("best_model")) {
            state.dict("best_model");
        } else if (restoresBest && state.integer("best_epoch") >= 0) {
            throw new StateDictException("the state of EarlyStopping has no best model, and is to restore it");
        }
    }
}
