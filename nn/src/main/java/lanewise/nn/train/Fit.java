package lanewise.nn.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lanewise.engine.Workspace;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import org.jspecify.annotations.Nullable;

/// One call of [Trainer#fit]: epochs, what comes around their steps, and saving.
final class Fit<I, T> {
    private final Trainer<I, T> trainer;
    private final RunState<T> state;
    private final DataLoader<I, T> loader;
    private final @Nullable DataLoader<I, T> validation;
    private final int epochs;
    private final List<EpochRecord> ended = new ArrayList<>();

    Fit(Trainer<I, T> trainer, DataLoader<I, T> loader, @Nullable DataLoader<I, T> validation, int epochs) {
        if (epochs < 0) {
            throw new IllegalArgumentException("Trainer: the number of epochs is " + epochs);
        }
        if (loader.batches() == 0) {
            throw new IllegalArgumentException("Trainer: the loader has no batches");
        }
        if (validation != null && validation.batches() == 0) {
            throw new IllegalArgumentException("Trainer: the validation loader has no batches");
        }
        if (loader == validation) {
            throw new IllegalArgumentException(
                    "Trainer: the validation batches must come from a loader of their own, not the training one");
        }
        this.trainer = trainer;
        this.state = trainer.state();
        this.loader = loader;
        this.validation = validation;
        this.epochs = epochs;
    }

    /// What was asked to stop before it begins stops it, too.
    FitResult run() {
        trainer.settings().takeRequested();
        try {
            return runWatched();
        } finally {
            trainer.forgetStop();
        }
    }

    private FitResult runWatched() {
        Consumer<String> notice = trainer.settings().interruptNotice();
        if (notice == null) {
            return runAll();
        }
        trainer.checkpoint(); // says that there is none
        try (Interruption _ = Interruption.during(trainer)) {
            try {
                FitResult result = runAll();
                if (Interruption.REASON.equals(result.stopped())) {
                    notice.accept("stopped after step " + state.step() + ", in epoch " + state.epoch() + "; saved to "
                            + trainer.checkpoint().file());
                }
                return result;
            } catch (RuntimeException e) {
                if (Interruption.REASON.equals(trainer.stopReason())) {
                    notice.accept("the run ended with an error: " + e.getMessage());
                }
                throw e;
            }
        }
    }

    private FitResult runAll() {
        resume();
        for (Callback callback : trainer.settings().callbacks()) {
            callback.beforeFit(trainer);
        }
        while (state.epoch() < epochs && trainer.stopReason() == null) {
            epoch();
        }
        FitResult result =
                new FitResult(List.copyOf(ended), state.epoch(), state.step(), state.skipped(), stopReason());
        if (trainer.settings().checkpoint() != null) {
            save(trainer.checkpoint());
        }
        for (Callback callback : trainer.settings().callbacks()) {
            callback.afterFit(trainer, result);
        }
        for (RunListener listener : trainer.settings().listeners()) {
            listener.runEnded(result);
        }
        return result;
    }

    /// Null if all epochs are over, whatever was asked.
    private @Nullable String stopReason() {
        return state.epoch() < epochs || Interruption.REASON.equals(trainer.stopReason()) ? trainer.stopReason() : null;
    }

    private void resume() {
        boolean begun = state.hasBegun();
        state.follow(loader);
        if (!begun && trainer.settings().checkpoint() != null) {
            try {
                trainer.complete(trainer.checkpoint()).resume().ifPresent(state::moveTo);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        if (!state.hasBegun()) {
            state.notePlace();
        }
    }

    private void epoch() {
        for (RunListener listener : trainer.settings().listeners()) {
            listener.epochStarted(state.epoch(), epochs, loader.batches(), state.batch());
        }
        Step<I, T> step = new Step<>(trainer);
        double rate = trainer.optimizer().paramGroups().getFirst().learningRate();
        Iterator<Batch<I, T>> batches = loader.epoch(state.epoch()).iterator();
        while (state.batch() < loader.batches()) {
            if (trainer.stopReason() != null) {
                return;
            }
            rate = trainer.optimizer().paramGroups().getFirst().learningRate();
            step(step, batches);
            saveRequested();
        }
        Optional<Map<String, Double>> values = values();
        if (values.isEmpty()) {
            return; // stopped
        }
        EpochRecord record = state.endEpoch(values.get(), rate);
        ended.add(record);
        for (Callback callback : trainer.settings().callbacks()) {
            callback.afterEpoch(trainer, record);
        }
        for (RunListener listener : trainer.settings().listeners()) {
            listener.epochDone(record);
        }
        saveRequested();
    }

    private void step(Step<I, T> step, Iterator<Batch<I, T>> batches) {
        long start = System.nanoTime();
        int wanted = Math.min(trainer.settings().accumulation(), loader.batches() - state.batch());
        try (Workspace _ = Workspace.open()) {
            step.run(read(batches, wanted), start, this::savedAtFailure);
        }
    }

    /// The batches of a step, in its workspace.
    private List<Batch<I, T>> read(Iterator<Batch<I, T>> batches, int wanted) {
        List<Batch<I, T>> read = new ArrayList<>(wanted);
        try {
            while (read.size() < wanted) {
                read.add(batches.next());
            }
            return read;
        } catch (RuntimeException e) {
            throw new TrainingException(
                    "epoch " + state.epoch() + ", after step " + state.step() + ": a batch could not be read: "
                            + e.getMessage() + "; " + savedAtFailure(),
                    e);
        }
    }

    private Optional<Map<String, Double>> values() {
        Map<String, Double> values = new LinkedHashMap<>(state.values());
        if (validation == null) {
            return Optional.of(values);
        }
        try {
            Optional<Map<String, Double>> validated =
                    new Evaluation<>(trainer, () -> trainer.stopReason() != null).of(validation);
            validated.ifPresent(figures -> figures.forEach((name, value) -> values.put("val_" + name, value)));
            return validated.map(_ -> values);
        } catch (TrainingException e) {
            throw new TrainingException(
                    "epoch " + state.epoch() + ", validation: " + e.getMessage() + "; " + savedAtFailure(),
                    e.getCause());
        }
    }

    private void saveRequested() {
        trainer.settings().takeRequested().forEach(this::save);
    }

    private void save(Checkpoint target) {
        try {
            trainer.complete(target).save(state.epoch(), state.step());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /// Saves what was trained before a failure, and says where.
    private String savedAtFailure() {
        String trained = "the " + state.step() + " steps before it are ";
        if (trainer.settings().checkpoint() == null) {
            return trained + "in the model, and fit goes on after them; with a checkpoint they would have been saved";
        }
        try {
            save(trainer.checkpoint());
            return trained + "saved to " + trainer.checkpoint().file() + ", from where fit goes on";
        } catch (UncheckedIOException e) {
            return trained + "in the model, and could not be saved: " + e.getMessage();
        }
    }
}
