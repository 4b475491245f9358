package lanewise.nn.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import lanewise.engine.io.NamedArrays;
import lanewise.engine.io.Stateful;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Dropout;
import lanewise.nn.Linear;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.TensorDataset;
import lanewise.optim.Adam;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;
import lanewise.optim.ScheduleMark;
import lanewise.optim.lr.LRScheduler;
import lanewise.optim.lr.OneCycleLR;
import lanewise.optim.lr.ReduceLROnPlateau;

/// A training run with everything that must be saved: a loader that shuffles, two dropouts (one with random numbers
/// of its own), an optimizer, a learning rate that changes, an averaged model. [ResumeTest] breaks it off and
/// resumes it within one process; [KilledRunTest] starts it as a program.
public final class LongRun {
    private static final int EXAMPLES = 53;
    private static final int BATCH = 8;
    private static final int FEATURES = 20;
    private static final int HIDDEN = 64;
    private static final int CLASSES = 5;
    private static final int SEED = 11;

    private final Generator dropped;
    private final Sequential model;
    private final Optimizer<?> optimizer;
    private final Stateful schedule;
    private final AveragedModel<Sequential> averaged;
    private final DataLoader<Tensor, LongTensor> loader;
    private final Checkpoint checkpoint;

    /// @param seed of the weights and all other random numbers, but not of the data
    /// @param schedule an [LRScheduler], or a [ReduceLROnPlateau] of the losses
    LongRun(
            Path file,
            long seed,
            Function<Sequential, Optimizer<?>> optimizer,
            Function<Optimizer<?>, Stateful> schedule) {
        Generator.manualSeed(seed);
        dropped = new Generator(~seed);
        model = model(dropped);
        this.optimizer = optimizer.apply(model);
        this.schedule = schedule.apply(this.optimizer);
        averaged = new AveragedModel<>(model, () -> model(dropped), Averaging.ema(0.9));
        loader = new DataLoader<>(data(), BATCH).withShuffle(seed);
        checkpoint = new Checkpoint(file)
                .with("model", model)
                .with("optimizer", this.optimizer)
                .with("schedule", this.schedule)
                .with("averaged", averaged)
                .with("loader", loader)
                .with("dropped", dropped);
    }

    private static Sequential model(Generator dropped) {
        return new Sequential(
                new Linear(FEATURES, HIDDEN),
                new ReLU(),
                new Dropout(0.3),
                new Dropout(0.2, dropped),
                new Linear(HIDDEN, CLASSES));
    }

    private static TensorDataset<Tensor, LongTensor> data() {
        Tensor x = Tensor.zeros(EXAMPLES, FEATURES);
        new Generator(1).fillNormal(x.array(), 0f, 1f);
        long[] labels = new long[EXAMPLES];
        Arrays.setAll(labels, i -> i * i % CLASSES);
        return TensorDataset.of(x, LongTensor.of(labels));
    }

    private void advanceSchedule(float loss) {
        switch (schedule) {
            case LRScheduler rates -> rates.step();
            case ReduceLROnPlateau plateau -> plateau.step(loss);
            default -> throw new AssertionError(schedule);
        }
    }

    /// Sees each step.
    @FunctionalInterface
    interface Observer {
        /// @param step its number, from 1
        void stepped(long step, float loss);
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    /// Gives the groups of parameters other learning rates, and other marks of schedulers: what a run that is
    /// resumed must not keep.
    void disturb() {
        for (ParamGroup<?> group : optimizer.paramGroups()) {
            group.setLearningRate(0.125);
            for (ScheduleMark mark : ScheduleMark.values()) {
                if (group.mark(mark).isPresent()) {
                    group.setMark(mark, 0.25);
                }
            }
        }
    }

    Sequential model() {
        return model;
    }

    /// Trains from `start` up to a number of steps in all, and saves after each step whose number `saveEvery`
    /// divides.
    void train(Checkpoint.Position start, long steps, long saveEvery, Observer observer) throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        long step = start.step();
        for (int epoch = start.epoch(); step < steps; epoch++) {
            for (Batch<Tensor, LongTensor> batch : loader.epoch(epoch)) {
                try (Workspace _ = Workspace.open()) {
                    Tensor loss = optimizer.step(() -> {
                        optimizer.zeroGrad();
                        Tensor computed = lossFn.call(model.call(batch.inputs()), batch.targets());
                        computed.backward();
                        return computed;
                    });
                    advanceSchedule(loss.item());
                    averaged.updateParameters(model);
                    observer.stepped(++step, loss.item());
                }
                if (step % saveEvery == 0) {
                    checkpoint.save(epoch, step);
                }
                if (step == steps) {
                    return;
                }
            }
        }
    }

    /// A number that depends on every bit of the model, the average, the optimizer, the schedule, and what would be
    /// drawn next.
    int fingerprint() {
        int hash = Generator.global().state().hashCode();
        hash = 31 * hash + dropped.state().hashCode();
        hash = 31 * hash + fingerprint(optimizer);
        hash = 31 * hash + fingerprint(schedule);
        for (Parameter parameter : model.parameters()) {
            hash = 31 * hash + Arrays.hashCode(parameter.toArray());
        }
        for (Parameter parameter : averaged.parameters()) {
            hash = 31 * hash + Arrays.hashCode(parameter.toArray());
        }
        return hash;
    }

    private static int fingerprint(Stateful part) {
        NamedArrays state = part.stateDict().flatten();
        int hash = state.metadata().hashCode();
        for (AnyArray array : state.arrays().values()) {
            hash = 31 * hash + Arrays.hashCode(((NDArray) array).toArray());
        }
        return hash;
    }

    /// The run that the program makes: a hill of learning rates, and a valley of β₁, over `steps`.
    static LongRun withAdam(Path file, int steps) {
        return new LongRun(
                file, SEED, model -> new Adam(model.parameters()), optimizer -> new OneCycleLR(optimizer, 1e-2, steps));
    }

    /// Goes on with the run in the file `args[0]` up to `args[1]` steps, saving after every `args[2]` of them.
    /// Prints where it begins, the bits of each loss, and at the end the fingerprint.
    public static void main(String... args) throws IOException {
        int steps = Integer.parseInt(args[1]);
        LongRun run = withAdam(Path.of(args[0]), steps);
        Checkpoint.Position start = run.checkpoint.resume().orElseGet(Checkpoint.Position::start);
        System.out.println("from " + start.step() + ";");
        run.train(
                start,
                steps,
                Long.parseLong(args[2]),
                (step, loss) -> System.out.println("loss " + step + " " + Float.floatToRawIntBits(loss) + ";"));
        System.out.println("end " + run.fingerprint() + ";");
    }
}
