package lanewise.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.SparseRows;
import lanewise.engine.Workspace;
import lanewise.nn.data.Batch;
import lanewise.nn.metric.Metric;
import lanewise.optim.GradientClipping;
import org.jspecify.annotations.Nullable;

/// The steps of an epoch, each as a whole or not at all: loss and gradients of its batches, then the optimizer.
final class Step<I, T> {
    private final Trainer<I, T> trainer;
    private final RunState<T> state;
    private final StepGuard guard;
    private final List<Tensor> parameters;
    private final List<Tensor> gradients = new ArrayList<>();
    private double loss;
    private double gradientNorm;

    Step(Trainer<I, T> trainer) {
        this.trainer = trainer;
        state = trainer.state();
        guard = new StepGuard(trainer);
        parameters = trainer.parameters();
    }

    /// Makes one step.
    ///
    /// @param start when its batches began to be read, by the nanosecond clock
    /// @param save saves the run before the step, if it fails, and says where
    void run(List<Batch<I, T>> batches, long start, Supplier<String> save) {
        guard.note();
        String wrong;
        double rate = trainer.optimizer().paramGroups().getFirst().learningRate();
        try {
            wrong = gradients(batches, null);
            if (wrong == null) {
                for (Callback callback : trainer.settings().callbacks()) {
                    callback.afterBackward(trainer);
                }
                trainer.optimizer().step();
            }
        } catch (RuntimeException | Error e) {
            guard.restore();
            throw e;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (wrong != null) {
            leaveOut(batches, wrong, seconds, save);
            return;
        }
        state.advance(batches.size(), false, tokens(batches), seconds);
        StepRecord record = new StepRecord(
                state.epoch(),
                state.step(),
                state.batch(),
                loss,
                gradientNorm,
                rate,
                examples(batches),
                tokens(batches),
                seconds,
                MemoryUse.heap());
        for (Callback callback : trainer.settings().callbacks()) {
            callback.afterStep(trainer, record);
        }
        for (RunListener listener : trainer.settings().listeners()) {
            listener.stepDone(record);
        }
    }

    private void leaveOut(List<Batch<I, T>> batches, String wrong, double seconds, Supplier<String> save) {
        List<Generator.State> after = guard.positions();
        FaultSearch<I, T> search = new FaultSearch<>(trainer);
        String origin;
        try {
            origin = search.search(batches, guard::restore, () -> gradients(batches, search));
        } finally {
            guard.restore();
            trainer.optimizer().zeroGrad();
        }
        NonFinite found = new NonFinite(state.epoch(), state.batch(), state.step(), wrong, origin);
        if (trainer.settings().onNonFinite() == OnNonFinite.STOP) {
            throw new NonFiniteException(found, save.get());
        }
        guard.setPositions(after); // the step is over: the next one draws other numbers
        state.advance(batches.size(), true, 0, seconds);
        for (RunListener listener : trainer.settings().listeners()) {
            listener.stepSkipped(found);
        }
    }

    /// Computes the gradients of the mean loss of all examples; what is not finite, or null.
    ///
    /// @param search the search for where that began, when the step is made again; null in the step itself
    private @Nullable String gradients(List<Batch<I, T>> batches, @Nullable FaultSearch<I, T> search) {
        int all = examples(batches);
        double sum = 0;
        trainer.optimizer().zeroGrad();
        for (Batch<I, T> batch : batches) {
            double value;
            if (batches.size() == 1) {
                value = gradients(batch, 1, search);
            } else {
                try (Workspace _ = Workspace.open()) {
                    value = gradients(batch, (float) (batch.size() / (double) all), search);
                }
            }
            if (looks() && !Double.isFinite(value)) {
                return "the loss is " + value;
            }
            sum += batches.size() == 1 ? value : value * batch.size() / all;
        }
        loss = sum;
        gradientNorm = Double.NaN;
        return looks() ? notFinite() : null;
    }

    /// Adds the gradients of a batch's loss times `weight`. Returns the loss.
    private double gradients(Batch<I, T> batch, float weight, @Nullable FaultSearch<I, T> search) {
        if (search != null) {
            search.enterModel();
        }
        Tensor predictions = trainer.predict(batch.inputs());
        if (search != null) {
            search.leaveModel();
        }
        Tensor meanLoss = trainer.loss(predictions, batch.targets());
        double value = meanLoss.item();
        if (looks() && !Double.isFinite(value)) {
            return value;
        }
        (weight == 1 ? meanLoss : meanLoss.mul(weight)).backward();
        if (search == null) {
            state.loss().update(value, batch.size());
            try (GradMode _ = GradMode.noGrad()) {
                for (Metric<? super T> metric : state.metrics()) {
                    metric.update(predictions, batch.targets());
                }
            }
        }
        return value;
    }

    private boolean looks() {
        return trainer.settings().onNonFinite() != OnNonFinite.IGNORE;
    }

    /// Squares are summed in double, so the norm is finite if all gradients are.
    private @Nullable String notFinite() {
        gradients.clear();
        for (Tensor parameter : parameters) {
            Tensor gradient = gradient(parameter);
            if (gradient != null) {
                gradients.add(gradient);
            }
        }
        gradientNorm = GradientClipping.getTotalNorm(gradients);
        return Double.isFinite(gradientNorm) ? null : "the gradient of " + firstBad() + " is not finite";
    }

    /// Of a sparse gradient the rows that there are.
    private static @Nullable Tensor gradient(Tensor parameter) {
        SparseRows rows = parameter.sparseGrad();
        return rows == null ? parameter.grad() : Tensor.of(rows.values());
    }

    private String firstBad() {
        for (Map.Entry<String, Parameter> parameter :
                trainer.model().namedParameters().entrySet()) {
            Tensor gradient = gradient(parameter.getValue());
            if (gradient != null && !Double.isFinite(GradientClipping.getTotalNorm(List.of(gradient)))) {
                return "the parameter " + parameter.getKey();
            }
        }
        return "a parameter outside the model";
    }

    private static int examples(List<? extends Batch<?, ?>> batches) {
        return batches.stream().mapToInt(Batch::size).sum();
    }

    private static long tokens(List<? extends Batch<?, ?>> batches) {
        return batches.stream()
                .mapToLong(batch -> batch.inputs() instanceof LongTensor tokens ? tokens.elements() : 0)
                .sum();
    }
}
