package lanewise.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Threads;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Dropout;
import lanewise.nn.Flatten;
import lanewise.nn.Linear;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.MnistFiles;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.metric.MeanLoss;
import lanewise.nn.train.Checkpoint;
import lanewise.optim.Adam;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Trains a classifier of handwritten digits, a network with one hidden layer, and tests it on digits that it has
/// not seen.
@Command(
        name = "digits",
        showDefaultValues = true,
        description = "Trains a classifier of digits: on the images in --data, or on digits that it draws itself.")
public final class Digits implements Callable<Integer> {
    private static final int CLASSES = 10;
    private static final double DROPPED_PIXELS = 0.1;
    private static final double DROPPED_UNITS = 0.3;
    private static final int DRAWN_TO_TRAIN = 8000;
    private static final int DRAWN_TO_TEST = 2000;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory with MNIST's four files (train-images-idx3-ubyte, ..., plain or .gz).")
    private @Nullable Path data;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "15", description = "How often to see every image.")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "64", description = "Images a step.")
    private int batchSize;

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "256", description = "Units of the hidden layer.")
    private int hidden;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "1e-3", description = "Adam's learning rate.")
    private double learningRate;

    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1", description = "Seed of all random numbers.")
    private long seed;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "File to save the run to after each epoch, and to go on from if it is there.")
    private @Nullable Path checkpoint;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with. Default: all processors.")
    private @Nullable Integer threads;

    private Digits() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The program as a command, which prints a problem in one line.
    static CommandLine commandLine() {
        return new CommandLine(new Digits()).setExecutionExceptionHandler((problem, line, _) -> {
            line.getErr().println("digits: " + problem.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    @Override
    public Integer call() throws IOException {
        check("--epochs", epochs);
        check("--hidden", hidden);
        check("--batch-size", batchSize);
        if (threads != null) {
            Threads.set(threads);
        }
        Generator.manualSeed(seed);
        Examples examples = data == null ? draw() : read(data);
        Tensor inputs = examples.train().inputs();
        int pixels = inputs.dim(1) * inputs.dim(2);
        Sequential model = new Sequential(
                new Flatten(),
                new Dropout(DROPPED_PIXELS),
                new Linear(pixels, hidden),
                new ReLU(),
                new Dropout(DROPPED_UNITS),
                new Linear(hidden, CLASSES));
        train(model, examples.train());
        double accuracy = accuracy(model, examples.test());
        System.out.println(String.format(
                Locale.ROOT,
                "test accuracy: %.2f %% of %d images",
                100 * accuracy,
                examples.test().size()));
        return CommandLine.ExitCode.OK;
    }

    private static void check(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be at least 1");
        }
    }

    private void train(Sequential model, TensorDataset<Tensor, LongTensor> examples) throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        Adam optimizer = new Adam(model.parameters(), learningRate);
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(examples, batchSize).withShuffle(seed);
        Checkpoint run = checkpoint == null
                ? null
                : new Checkpoint(checkpoint)
                        .with("model", model)
                        .with("optimizer", optimizer)
                        .with("loader", loader);
        int firstEpoch = run == null ? 0 : resume(run);
        for (int epoch = firstEpoch; epoch < epochs; epoch++) {
            String name = "epoch " + (epoch + 1) + "/" + epochs;
            MeanLoss meanLoss = new MeanLoss();
            Accuracy accuracy = new Accuracy();
            try (EpochProgress progress =
                    EpochProgress.toConsole(name, examples.size(), () -> figures(meanLoss, accuracy))) {
                for (Batch<Tensor, LongTensor> batch : loader.epoch(epoch)) {
                    try (Workspace _ = Workspace.open()) {
                        Tensor logits = model.call(batch.inputs());
                        Tensor loss = lossFn.call(logits, batch.targets());
                        optimizer.zeroGrad();
                        loss.backward();
                        optimizer.step();
                        meanLoss.update(loss.item(), batch.size());
                        accuracy.update(logits, batch.targets());
                        progress.add(batch.size());
                    }
                }
            }
            if (run != null) {
                run.save(epoch + 1, (epoch + 1L) * loader.batches());
            }
        }
    }

    /// Returns the epoch to begin with.
    private int resume(Checkpoint run) throws IOException {
        int epoch = run.resume().orElseGet(Checkpoint.Position::start).epoch();
        System.out.println(
                epoch == 0
                        ? "saving each epoch to " + checkpoint
                        : "resumed from " + checkpoint + " after epoch " + epoch);
        return epoch;
    }

    private static String figures(MeanLoss meanLoss, Accuracy accuracy) {
        return String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%", meanLoss.value(), 100 * accuracy.value());
    }

    private double accuracy(Sequential model, TensorDataset<Tensor, LongTensor> examples) {
        Accuracy accuracy = new Accuracy();
        model.eval();
        try (var _ = GradMode.noGrad()) {
            for (Batch<Tensor, LongTensor> batch : new DataLoader<>(examples, batchSize)) {
                try (Workspace _ = Workspace.open()) {
                    accuracy.update(model.call(batch.inputs()), batch.targets());
                }
            }
        }
        return accuracy.value();
    }

    private static Examples read(Path directory) throws IOException {
        MnistFiles files = MnistFiles.in(directory);
        Examples examples = new Examples(files.train(), files.test());
        report(System.out, examples, "read from " + directory);
        return examples;
    }

    private Examples draw() {
        SyntheticDigits digits = SyntheticDigits.create();
        Examples examples = new Examples(digits.draw(DRAWN_TO_TRAIN, seed), digits.draw(DRAWN_TO_TEST, ~seed));
        report(
                System.out,
                examples,
                digits.fromFonts()
                        ? "drawn in this machine's fonts; --data DIR reads real ones"
                        : "drawn in strokes, since no font is installed; --data DIR reads real ones");
        return examples;
    }

    private static void report(PrintStream out, Examples examples, String origin) {
        out.println(examples.train().size() + " digits to train and "
                + examples.test().size() + " to test, " + origin);
    }

    private record Examples(TensorDataset<Tensor, LongTensor> train, TensorDataset<Tensor, LongTensor> test) {}
}
