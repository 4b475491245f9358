package lanewise.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.engine.io.Stateful;
import lanewise.nn.data.DataLoader;
import lanewise.nn.metric.MeanLoss;
import lanewise.nn.metric.Metric;
import org.jspecify.annotations.Nullable;

/// Where a [Trainer]'s run stands after its last whole step, beside model and optimizer: the place in the data, the
/// figures of the epoch so far, and what the callbacks keep.
final class RunState<T> implements Stateful {
    private final List<Metric<? super T>> metrics;
    private final List<Callback> callbacks;
    private final MeanLoss loss = new MeanLoss();
    private @Nullable DataLoader<?, T> loader;
    private @Nullable StateDict place;
    private int epoch;
    private long step;
    private long skipped;
    private int batch;
    private long skippedBefore;
    private long tokens;
    private double seconds;

    RunState(List<Metric<? super T>> metrics, List<Callback> callbacks) {
        this.metrics = metrics;
        this.callbacks = callbacks;
    }

    int epoch() {
        return epoch;
    }

    long step() {
        return step;
    }

    long skipped() {
        return skipped;
    }

    /// How many batches of the epoch have been seen.
    int batch() {
        return batch;
    }

    MeanLoss loss() {
        return loss;
    }

    List<Metric<? super T>> metrics() {
        return metrics;
    }

    /// Whether a run has begun, so that none is to be loaded.
    boolean hasBegun() {
        return place != null;
    }

    /// Takes the batches from `loader`, from where the run stands.
    void follow(DataLoader<?, T> followed) {
        loader = followed;
        if (place != null && batch > 0) { // between epochs another loader may take over
            followed.loadStateDict(place);
        }
    }

    void moveTo(Checkpoint.Position position) {
        epoch = position.epoch();
        step = position.step();
    }

    /// A step, or one that was left out, is over.
    void advance(int batches, boolean leftOut, long newTokens, double newSeconds) {
        batch += batches;
        tokens += newTokens;
        seconds += newSeconds;
        if (leftOut) {
            skipped++;
        } else {
            step++;
        }
        notePlace();
    }

    /// Begins the next epoch; gives the one that is over.
    EpochRecord endEpoch(Map<String, Double> values, double learningRate) {
        EpochRecord record = new EpochRecord(
                epoch,
                step,
                values,
                learningRate,
                loss.examples(),
                tokens,
                seconds,
                skipped - skippedBefore,
                MemoryUse.now());
        epoch++;
        batch = 0;
        tokens = 0;
        seconds = 0;
        skippedBefore = skipped;
        loss.reset();
        metrics.forEach(Metric::reset);
        return record;
    }

    /// The figures of the epoch so far; NaN if all its steps were left out.
    Map<String, Double> values() {
        boolean none = loss.examples() == 0;
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(Evaluation.LOSS, none ? Double.NaN : loss.value());
        for (Metric<? super T> metric : metrics) {
            values.put(metric.name(), none ? Double.NaN : metric.value());
        }
        return values;
    }

    void notePlace() {
        if (loader != null) {
            place = loader.stateDict();
        }
    }

    /// What the metrics and the mean loss have counted: to be put back when a step fails.
    StateDict figures() {
        StateDict figures = new StateDict().put(Evaluation.LOSS, loss.stateDict());
        for (Metric<? super T> metric : metrics) {
            figures.put(metric.name(), metric.stateDict());
        }
        return figures;
    }

    void setFigures(StateDict figures) {
        loss.loadStateDict(figures.dict(Evaluation.LOSS));
        for (Metric<? super T> metric : metrics) {
            metric.loadStateDict(figures.dict(metric.name()));
        }
    }

    @Override
    public StateDict stateDict() {
        List<StateDict> kept = new ArrayList<>();
        for (Callback callback : callbacks) {
            kept.add(callback.stateDict());
        }
        StateDict state = new StateDict()
                .put("batch", batch)
                .put("skipped", skipped)
                .put("skipped_before", skippedBefore)
                .put("tokens", tokens)
                .put("seconds", seconds)
                .put("figures", figures())
                .put("callbacks", kept);
        return place == null ? state.putNull("loader") : state.put("loader", place);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        batch = (int) state.integer("batch");
        skipped = state.integer("skipped");
        skippedBefore = state.integer("skipped_before");
        tokens = state.integer("tokens");
        seconds = state.number("seconds");
        setFigures(state.dict("figures"));
        List<StateDict> kept = state.dicts("callbacks");
        for (int i = 0; i < kept.size(); i++) {
            callbacks.get(i).loadStateDict(kept.get(i));
        }
        place = state.isNull("loader") ? null : state.dict("loader");
        if (loader != null && place != null) {
            loader.loadStateDict(place);
        }
    }

    @Override
    public void checkStateDict(StateDict state) {
        List<String> misfits = new ArrayList<>();
        state.integer("batch");
        state.integer("skipped");
        state.integer("skipped_before");
        state.integer("tokens");
        state.number("seconds");
        checkFigures(state.dict("figures"), misfits);
        List<StateDict> kept = state.dicts("callbacks");
        if (kept.size() != callbacks.size()) {
            misfits.add("it is of " + kept.size() + " callbacks, and the trainer has " + callbacks.size());
        } else {
            for (int i = 0; i < kept.size(); i++) {
                check(callbacks.get(i), "callback " + i, kept.get(i), misfits);
            }
        }
        if (loader != null && !state.isNull("loader")) {
            check(loader, "loader", state.dict("loader"), misfits);
        }
        if (!misfits.isEmpty()) {
            throw new StateDictException("the run does not fit the Trainer: " + String.join("; ", misfits));
        }
    }

    private void checkFigures(StateDict figures, List<String> misfits) {
        List<String> names = new ArrayList<>(List.of(Evaluation.LOSS));
        for (Metric<? super T> metric : metrics) {
            names.add(metric.name());
        }
        if (!figures.keys().stream().toList().equals(names)) {
            misfits.add("it has the figures " + figures.keys() + ", and the trainer " + names);
            return;
        }
        check(loss, Evaluation.LOSS, figures.dict(Evaluation.LOSS), misfits);
        for (Metric<? super T> metric : metrics) {
            check(metric, metric.name(), figures.dict(metric.name()), misfits);
        }
    }

    private static void check(Stateful part, String name, StateDict state, List<String> misfits) {
        try {
            part.checkStateDict(state);
        } catch (IllegalArgumentException e) {
            misfits.add(name + ": " + e.getMessage());
        }
    }
}
