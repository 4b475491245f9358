package lanewise.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import lanewise.engine.Generator;
import lanewise.nn.metric.Metric;
import org.jspecify.annotations.Nullable;

/// What a [Trainer] was told: who takes part in its run, how its steps are made, and where it is saved.
final class TrainerSettings<T> {
    private final List<Supplier<? extends Metric<? super T>>> metrics = new ArrayList<>();
    private final List<Callback> callbacks = new ArrayList<>();
    private final List<RunListener> listeners = new ArrayList<>();
    private final Map<String, Generator> generators = new LinkedHashMap<>();
    private final List<Checkpoint> requested = new ArrayList<>();
    private OnNonFinite onNonFinite = OnNonFinite.STOP;
    private int accumulation = 1;
    private @Nullable Checkpoint checkpoint;
    private @Nullable Consumer<String> interruptNotice;

    /// @throws IllegalArgumentException if there is one of its name
    void addMetric(Supplier<? extends Metric<? super T>> metric) {
        String name = metric.get().name();
        if (name.equals(Evaluation.LOSS)
                || metrics.stream().anyMatch(other -> other.get().name().equals(name))) {
            throw new IllegalArgumentException("Trainer: there is a metric of the name \"" + name + "\" already");
        }
        metrics.add(metric);
    }

    /// A new one of each.
    List<Metric<? super T>> newMetrics() {
        List<Metric<? super T>> made = new ArrayList<>();
        for (Supplier<? extends Metric<? super T>> metric : metrics) {
            made.add(metric.get());
        }
        return made;
    }

    /// In their order; to be added to.
    List<Callback> callbacks() {
        return callbacks;
    }

    /// In their order; to be added to.
    List<RunListener> listeners() {
        return listeners;
    }

    /// @throws IllegalArgumentException if the name is taken
    void addGenerator(String name, Generator generator) {
        if (generators.putIfAbsent(name, generator) != null) {
            throw new IllegalArgumentException("Trainer: there is a generator of the name \"" + name + "\" already");
        }
    }

    /// Those beside the global one.
    Map<String, Generator> generators() {
        return generators;
    }

    /// The global one first.
    List<Generator> allGenerators() {
        List<Generator> all = new ArrayList<>(generators.values());
        all.addFirst(Generator.global());
        return all;
    }

    /// @throws IllegalArgumentException if it is less than 1
    void accumulate(int batches) {
        if (batches < 1) {
            throw new IllegalArgumentException("Trainer: a step must have at least 1 batch, not " + batches);
        }
        accumulation = batches;
    }

    int accumulation() {
        return accumulation;
    }

    void onNonFinite(OnNonFinite action) {
        onNonFinite = action;
    }

    OnNonFinite onNonFinite() {
        return onNonFinite;
    }

    void checkpoint(Checkpoint file) {
        checkpoint = file;
    }

    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    void interruptNotice(Consumer<String> notice) {
        interruptNotice = notice;
    }

    @Nullable
    Consumer<String> interruptNotice() {
        return interruptNotice;
    }

    /// Has the run saved to a file when the event is over.
    void request(Checkpoint target) {
        if (!requested.contains(target)) {
            requested.add(target);
        }
    }

    /// The checkpoints that were asked for, which are forgotten then.
    List<Checkpoint> takeRequested() {
        List<Checkpoint> taken = List.copyOf(requested);
        requested.clear();
        return taken;
    }
}
