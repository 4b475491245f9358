package lanewise.nn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.Layer;
import lanewise.nn.Module;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.metric.Metric;
import lanewise.optim.LBFGS;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import org.jspecify.annotations.Nullable;

/// The training loop, for those who do not want to write it: it computes what the loop written by hand does, bit
/// for bit, each step inside a [lanewise.engine.Workspace].
///
/// ```java
/// Trainer<Tensor, LongTensor> trainer = Trainer.of(model, new CrossEntropyLoss()::call, optimizer);
/// trainer.addMetric(Accuracy::new)
///         .add(ClipGradients.norm(1))
///         .add(new EarlyStopping(Monitor.min("val_loss"), 3));
/// trainer.fit(train, validation, 20);
/// trainer.evaluate(test).get("accuracy")
/// ```
///
/// The model is trained in the modes that its modules are in, as by hand: a batch norm that was put into evaluation
/// mode stays there. The `add...` and other methods that set something return the trainer; they are called before
/// [#fit].
///
/// With a [#checkpoint] the run is saved at its end, and where it breaks off, and goes on from there.
///
/// @param <I> the inputs' type
/// @param <T> the targets' type
public final class Trainer<I, T> {
    private final Module model;
    private final Function<? super I, Tensor> forward;
    private final BiFunction<? super Tensor, ? super T, Tensor> loss;
    private final Optimizer<?> optimizer;
    private final TrainerSettings<T> settings = new TrainerSettings<>();
    private @Nullable RunState<T> state;
    private volatile @Nullable String stopped;

    /// A trainer of any model.
    ///
    /// @param model what is trained: its parts' modes and buffers, and its name in a checkpoint
    /// @param forward computes predictions from a batch's inputs, most often `model::call`
    /// @param loss the mean over a batch of what is to become small, `[]`, from predictions and targets
    /// @param optimizer of the model's parameters
    /// @throws IllegalArgumentException if the optimizer is an [LBFGS], which computes the loss several times a
    ///     step
    public Trainer(
            Module model,
            Function<? super I, Tensor> forward,
            BiFunction<? super Tensor, ? super T, Tensor> loss,
            Optimizer<?> optimizer) {
        if (optimizer instanceof LBFGS) {
            throw new IllegalArgumentException("Trainer: LBFGS computes the loss several times a step; write its loop"
                    + " by hand, with optimizer.step(closure)");
        }
        this.model = model;
        this.forward = forward;
        this.loss = loss;
        this.optimizer = optimizer;
    }

    /// A trainer of a layer; see [#Trainer].
    public static <T> Trainer<Tensor, T> of(
            Layer model, BiFunction<? super Tensor, ? super T, Tensor> loss, Optimizer<?> optimizer) {
        return new Trainer<>(model, model::call, loss, optimizer);
    }

    /// Reports a metric of each epoch, and of each evaluation, for which a new one is made.
    ///
    /// @throws IllegalArgumentException if there is one of its name
    /// @throws IllegalStateException if the run has begun
    public Trainer<I, T> addMetric(Supplier<? extends Metric<? super T>> metric) {
        if (state != null) {
            throw new IllegalStateException("Trainer: the run has begun; metrics must be added before");
        }
        settings.addMetric(metric);
        return this;
    }

    /// Adds what takes part in the run, behind those that are there.
    public Trainer<I, T> add(Callback callback) {
        settings.callbacks().add(callback);
        return this;
    }

    /// Adds what watches the run, behind those that are there.
    public Trainer<I, T> addListener(RunListener listener) {
        settings.listeners().add(listener);
        return this;
    }

    /// Makes a step of so many batches, with the gradient of the mean loss of all their examples; the last step of
    /// an epoch of those that are left.
    ///
    /// @throws IllegalArgumentException if it is less than 1
    public Trainer<I, T> accumulate(int batches) {
        settings.accumulate(batches);
        return this;
    }

    /// Says what is done with a step whose loss or gradients are not finite; at first [OnNonFinite#STOP].
    public Trainer<I, T> onNonFinite(OnNonFinite action) {
        settings.onNonFinite(action);
        return this;
    }

    /// Says of a source of random numbers beside the global one, such as that of a dropout of its own: it is saved
    /// with the run, and set back when a step fails.
    ///
    /// @param name its name in a checkpoint
    /// @throws IllegalArgumentException if the name is taken
    public Trainer<I, T> addGenerator(String name, Generator generator) {
        settings.addGenerator(name, generator);
        return this;
    }

    /// Saves the run at the end of [#fit], when it is stopped, and when a batch cannot be read or is not finite;
    /// and [#fit] goes on from the file if it is there. [SaveEvery] saves it more often.
    ///
    /// The file has the parts `model`, `optimizer` and `run` beside those that `checkpoint` has.
    public Trainer<I, T> checkpoint(Checkpoint checkpoint) {
        settings.checkpoint(checkpoint);
        return this;
    }

    /// When the program is asked to end, by Ctrl-C say, lets the step that is going on end, saves the run to the
    /// [#checkpoint] and tells `notice` in a sentence where. Then [#fit] returns, but the program ends: what
    /// follows it may be cut off.
    ///
    /// @param notice gets the sentence: `System.err::println`
    public Trainer<I, T> saveOnInterrupt(Consumer<String> notice) {
        settings.interruptNotice(notice);
        return this;
    }

    /// Trains without validation; see [#fit(DataLoader, DataLoader, int)].
    public FitResult fit(DataLoader<I, T> loader, int epochs) {
        return new Fit<>(this, loader, null, epochs).run();
    }

    /// Trains until there have been `epochs` epochs in all: a run that was stopped, or loaded from the checkpoint,
    /// goes on where it was, in the middle of an epoch too.
    ///
    /// @param validation what the model is evaluated on after each epoch; must not be `loader`
    /// @throws NonFiniteException if a loss or gradients are not finite, unless they shall be
    ///     [left out][OnNonFinite]
    /// @throws TrainingException if a batch cannot be read; the message says which, and where what was trained has
    ///     been saved
    /// @throws java.io.UncheckedIOException if the checkpoint cannot be read or written
    public FitResult fit(DataLoader<I, T> loader, DataLoader<I, T> validation, int epochs) {
        return new Fit<>(this, loader, validation, epochs).run();
    }

    /// The mean loss, as `loss`, and the metrics by their names, in order, of the model in evaluation mode without
    /// recording. Each module is put back into the mode that it was in. Of a [DataLoader] the first epoch is taken.
    ///
    /// @throws IllegalStateException if there is no example
    /// @throws TrainingException if a batch cannot be read
    public Map<String, Double> evaluate(Iterable<Batch<I, T>> batches) {
        return new Evaluation<>(this, () -> false).of(batches).orElseThrow();
    }

    /// Ends [#fit] when the step that is going on has ended and the run is saved; the next one, before its first
    /// step, if none is going on. Any thread may call this.
    public void stop() {
        stop("it was asked to");
    }

    /// As [#stop()], with the reason, which [FitResult#stopped()] says.
    public void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    /// Has a callback's run saved when the event is over: when all callbacks and listeners have been called.
    ///
    /// @param target the parts `model`, `optimizer` and `run` are added
    public void saveAfterwards(Checkpoint target) {
        settings.request(target);
    }

    /// What is trained.
    public Module model() {
        return model;
    }

    /// The optimizer.
    public Optimizer<?> optimizer() {
        return optimizer;
    }

    /// The parameters of all the optimizer's groups, as a new list.
    public List<Tensor> parameters() {
        List<Tensor> parameters = new ArrayList<>();
        for (ParamGroup<?> group : optimizer.paramGroups()) {
            parameters.addAll(group.parameters());
        }
        return parameters;
    }

    /// How many epochs are over.
    public int epoch() {
        return state == null ? 0 : state.epoch();
    }

    /// How many steps have been made, in all epochs.
    public long step() {
        return state == null ? 0 : state.step();
    }

    /// How many steps were left out, since their loss or gradients were not finite.
    public long skipped() {
        return state == null ? 0 : state.skipped();
    }

    /// Where the run is saved.
    ///
    /// @throws IllegalStateException if [#checkpoint(Checkpoint)] has not said
    public Checkpoint checkpoint() {
        Checkpoint checkpoint = settings.checkpoint();
        if (checkpoint == null) {
            throw new IllegalStateException(
                    "Trainer: there is no file to save the run to; say checkpoint(new Checkpoint(file))");
        }
        return checkpoint;
    }

    Tensor predict(I inputs) {
        return forward.apply(inputs);
    }

    Tensor loss(Tensor predictions, T targets) {
        return loss.apply(predictions, targets);
    }

    /// Where the run stands; made when it is first asked for, with the metrics that there are then.
    RunState<T> state() {
        RunState<T> present = state;
        if (present == null) {
            present = new RunState<>(settings.newMetrics(), settings.callbacks());
            state = present;
        }
        return present;
    }

    /// `target` with all that a run needs to go on.
    Checkpoint complete(Checkpoint target) {
        Checkpoint complete = target.with("model", model).with("optimizer", optimizer);
        for (Map.Entry<String, Generator> generator : settings.generators().entrySet()) {
            complete = complete.with(generator.getKey(), generator.getValue());
        }
        return complete.with("run", state());
    }

    TrainerSettings<T> settings() {
        return settings;
    }

    @Nullable
    String stopReason() {
        return stopped;
    }

    void forgetStop() {
        stopped = null;
    }
}
