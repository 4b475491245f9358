package lanewise.nn.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import lanewise.nn.Module;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.metric.MeanLoss;
import lanewise.nn.metric.Metric;
import org.jspecify.annotations.Nullable;

/// What a [Trainer] computes over batches that the model does not learn from.
final class Evaluation<I, T> {
    static final String LOSS = "loss";

    private final Trainer<I, T> trainer;
    private final BooleanSupplier stopping;
    private final MeanLoss meanLoss = new MeanLoss();
    private final List<Metric<? super T>> metrics;

    /// @param stopping whether to leave it
    Evaluation(Trainer<I, T> trainer, BooleanSupplier stopping) {
        this.trainer = trainer;
        this.stopping = stopping;
        metrics = trainer.settings().newMetrics();
    }

    /// The figures by their names; nothing if it was left.
    Optional<Map<String, Double>> of(Iterable<Batch<I, T>> batches) {
        List<Module> parts = trainer.model().modules();
        List<Boolean> modes = new ArrayList<>();
        for (Module part : parts) {
            modes.add(part.isTraining());
        }
        trainer.model().eval();
        try (GradMode _ = GradMode.noGrad()) {
            Iterable<Batch<I, T>> epoch = batches instanceof DataLoader<I, T> loader ? loader.beside(0) : batches;
            Iterator<Batch<I, T>> all = epoch.iterator();
            boolean more = true;
            while (more) {
                if (stopping.getAsBoolean()) {
                    return Optional.empty();
                }
                try (Workspace _ = Workspace.open()) {
                    Batch<I, T> batch = next(all);
                    more = batch != null;
                    if (batch != null) {
                        count(batch);
                    }
                }
            }
        } finally {
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).train(modes.get(i)); // a module before its own parts, to which it passes its mode on
            }
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(LOSS, meanLoss.value());
        for (Metric<? super T> metric : metrics) {
            values.put(metric.name(), metric.value());
        }
        return Optional.of(values);
    }

    /// Null behind the last one.
    private @Nullable Batch<I, T> next(Iterator<Batch<I, T>> batches) {
        try {
            return batches.hasNext() ? batches.next() : null;
        } catch (RuntimeException e) {
            throw new TrainingException("a batch could not be read: " + e.getMessage(), e);
        }
    }

    private void count(Batch<I, T> batch) {
        Tensor predictions = trainer.predict(batch.inputs());
        meanLoss.update(trainer.loss(predictions, batch.targets()).item(), batch.size());
        for (Metric<? super T> metric : metrics) {
            metric.update(predictions, batch.targets());
        }
    }
}
