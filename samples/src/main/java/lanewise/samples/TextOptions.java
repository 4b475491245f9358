package lanewise.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Module;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.Dataset;
import lanewise.nn.data.RandomSampler;
import lanewise.nn.data.Subset;
import lanewise.nn.data.text.BpeTokenizer;
import lanewise.nn.data.text.ByteTokenizer;
import lanewise.nn.data.text.CharTokenizer;
import lanewise.nn.data.text.TokenDataset;
import lanewise.nn.data.text.Tokenizer;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.train.Trainer;
import lanewise.optim.Optimizer;
import picocli.CommandLine.Option;

/// The text that the language models learn, what they have in common, and how long they learn.
final class TextOptions {
    /// The last tenth is what the model is evaluated on.
    private static final double TRAINING_PART = 0.9;

    private static final int EVALUATED_WINDOWS = 2000;
    private static final TrainingReport.Labels LABELS =
            new TrainingReport.Labels("step", "validation", List.of("loss", "accuracy"));

    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "A text file in UTF-8, or a directory whose Java sources, Markdown and text files are the"
                    + " text. Default: those below this directory.")
    private Path data;

    @Option(
            names = "--tokens",
            paramLabel = "KIND",
            defaultValue = "chars",
            description = "What the text is divided into: chars, bytes, a number N (a vocabulary of N pieces of words"
                    + " is learned from the text by byte-pair encoding), or a tokenizer.json that has one.")
    private String tokens;

    @Option(names = "--context", paramLabel = "N", defaultValue = "64", description = "Tokens seen at once.")
    private int context;

    @Option(names = "--layers", paramLabel = "N", description = "Layers of the model.")
    private int layers;

    @Option(names = "--dropout", paramLabel = "P", defaultValue = "0", description = "Probability of dropout.")
    private double dropout;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Training steps, a multiple of --eval-every or less than that.")
    private int steps;

    @Option(names = "--batch-size", paramLabel = "N", description = "Parts of the text a step.")
    private int batchSize;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "2e-3",
            description = "The optimizer's (largest) learning rate.")
    private double learningRate;

    @Option(
            names = "--eval-every",
            paramLabel = "N",
            defaultValue = "250",
            description = "Steps between evaluations, after each of which the run is saved.")
    private int stage;

    private Tokenizer tokenizer;
    private Dataset<LongTensor, LongTensor> train;
    private Dataset<LongTensor, LongTensor> validation;

    /// With these defaults.
    TextOptions(int layers, int batchSize) {
        this.layers = layers;
        this.batchSize = batchSize;
    }

    int context() {
        return context;
    }

    int layers() {
        return layers;
    }

    double dropout() {
        return dropout;
    }

    int steps() {
        return steps;
    }

    double learningRate() {
        return learningRate;
    }

    /// Of the text that was read.
    Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Checks the options and reads the text.
    void read() throws IOException {
        RunOptions.atLeast(0, "--steps", steps);
        RunOptions.atLeast(1, "--batch-size", batchSize);
        RunOptions.atLeast(1, "--context", context);
        RunOptions.atLeast(1, "--eval-every", stage);
        if (steps > 0) {
            stage = Math.min(stage, steps);
        }
        if (steps % stage != 0) {
            throw new IllegalArgumentException("--steps is " + steps + "; it must be a multiple of --eval-every, "
                    + stage + ": " + (steps - steps % stage) + " or " + (steps - steps % stage + stage));
        }
        String text = TextSource.read(data);
        tokenizer = tokenizer(text);
        int[] encoded = tokenizer.encode(text);
        int cut = (int) (TRAINING_PART * encoded.length);
        if (encoded.length - cut <= context) {
            throw new IllegalArgumentException("the text has " + encoded.length + " tokens; a tenth of it must be"
                    + " more than the " + context + " that the model sees at once");
        }
        train = new TokenDataset(Arrays.copyOf(encoded, cut), context);
        validation = spread(new TokenDataset(Arrays.copyOfRange(encoded, cut, encoded.length), context));
        System.out.println(cut + " tokens to train and " + (encoded.length - cut) + " to validate, "
                + tokenizer.vocabularySize() + " different ones");
    }

    /// Trains a model, and evaluates it every some steps.
    ///
    /// @param forward gives the logits of the token after each, `[n, context, vocabulary]`
    /// @param prepare adds what else takes part
    /// @return whether the run came to its end
    boolean train(
            String name,
            RunOptions run,
            Module model,
            Function<LongTensor, Tensor> forward,
            Optimizer<?> optimizer,
            Consumer<Trainer<?, ?>> prepare)
            throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        Trainer<LongTensor, LongTensor> trainer = new Trainer<>(
                model, forward, (logits, next) -> lossFn.call(logits.flatten(0, 1), next.reshape(-1)), optimizer);
        trainer.addMetric(Accuracy::new);
        prepare.accept(trainer);
        var windows = new RandomSampler(train.size(), batchSize * stage, true, run.seed());
        return run.fit(
                name,
                trainer,
                new DataLoader<>(train, batchSize).withSampler(windows),
                new DataLoader<>(validation, batchSize),
                steps / stage,
                LABELS);
    }

    private Tokenizer tokenizer(String text) throws IOException {
        if (tokens.equals("chars")) {
            return CharTokenizer.of(text);
        } else if (tokens.equals("bytes")) {
            return new ByteTokenizer();
        } else if (tokens.matches("\\d{1,9}")) {
            return BpeTokenizer.train(text, Integer.parseInt(tokens));
        } else if (Files.exists(Path.of(tokens))) {
            return BpeTokenizer.load(Path.of(tokens));
        }
        throw new IllegalArgumentException(
                "--tokens is " + tokens + "; it must be chars, bytes, a number, or a file that is there");
    }

    /// Windows without overlap, evenly spread over the text.
    private Dataset<LongTensor, LongTensor> spread(TokenDataset all) {
        TokenDataset windows = all.withStride(context);
        int count = Math.min(EVALUATED_WINDOWS, windows.size());
        return new Subset<>(
                windows,
                IntStream.range(0, count)
                        .map(i -> (int) ((long) i * windows.size() / count))
                        .toArray());
    }
}
