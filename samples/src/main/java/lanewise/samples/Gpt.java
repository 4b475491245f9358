package lanewise.samples;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.train.Checkpoint;
import lanewise.optim.AdamW;
import lanewise.optim.GradientClipping;
import lanewise.optim.lr.LambdaLR;
import lanewise.samples.CharacterText.Windows;
import lanewise.samples.models.GptOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a small Transformer to go on with a text, character by character, by a loop written by hand; then lets it
/// write. The options' defaults are those of nanoGPT for a CPU, but for twice its learning rate: a tenth less loss
/// in as many steps.
@Command(
        name = "gpt",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains a small GPT on a text, character by character, and lets it write one like it.")
public final class Gpt implements Callable<Integer> {
    private static final double MOST_NORM = 1.0;
    private static final int EVALUATED_WINDOWS = 2000;

    @Mixin
    private TextOptions textOptions;

    @Option(names = "--layers", paramLabel = "N", defaultValue = "4", description = "Blocks of the model.")
    private int layers;

    @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Heads of each attention.")
    private int heads;

    @Option(names = "--width", paramLabel = "N", defaultValue = "128", description = "Numbers of a character's vector.")
    private int width;

    @Option(names = "--context", paramLabel = "N", defaultValue = "64", description = "Characters seen at once.")
    private int context;

    @Option(names = "--dropout", paramLabel = "P", defaultValue = "0", description = "Probability of dropout.")
    private double dropout;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "2000", description = "Training steps.")
    private int steps;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "12", description = "Parts of the text a step.")
    private int batchSize;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "2e-3", description = "AdamW's largest learning rate.")
    private double learningRate;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100", description = "Steps until it is reached.")
    private int warmUp;

    @Option(names = "--min-lr", paramLabel = "RATE", defaultValue = "1e-4", description = "The rate at the end.")
    private double leastLearningRate;

    @Option(
            names = "--eval-every",
            paramLabel = "N",
            defaultValue = "250",
            description = "Steps between evaluations, after each of which the run is saved.")
    private int stage;

    @Mixin
    private RunOptions run;

    private Gpt() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return SampleCommand.of(new Gpt());
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.atLeast(0, "--steps", steps);
        RunOptions.atLeast(1, "--batch-size", batchSize);
        RunOptions.atLeast(1, "--eval-every", stage);
        textOptions.check();
        run.begin();
        TextOptions.Parts text = textOptions.read(context);
        var sizes = new GptOptions(text.train().vocabulary(), context, layers, heads, width).withDropout(dropout);
        var model = new lanewise.samples.models.Gpt(sizes);
        train(model, text);
        textOptions.write(text.train(), reader(model), run.seed());
        return CommandLine.ExitCode.OK;
    }

    private void train(lanewise.samples.models.Gpt model, TextOptions.Parts text) throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        AdamW optimizer = optimizer(model);
        LambdaLR scheduler = new LambdaLR(optimizer, this::rateOf);
        Checkpoint checkpoint = run.checkpoint();
        if (checkpoint != null) {
            checkpoint =
                    checkpoint.with("model", model).with("optimizer", optimizer).with("scheduler", scheduler);
        }
        try (TrainingRun training = TrainingRun.begin(run, "gpt", steps, stage, checkpoint, "validation")) {
            for (int step = training.firstStep(); step < steps; step++) {
                try (Workspace _ = Workspace.open()) {
                    Windows batch = text.train().windowsOf(step, batchSize, context, run.seed());
                    Tensor logits = model.call(batch.characters()).flatten(0, 1);
                    Tensor loss = lossFn.call(logits, batch.next());
                    optimizer.zeroGrad();
                    loss.backward();
                    GradientClipping.clipGradNorm_(model.parameters(), MOST_NORM);
                    optimizer.step();
                    scheduler.step();
                    training.add(Figures.of(loss, logits, batch.next()));
                }
                if (training.stageIsOver()) {
                    training.endStage(Figures.of(
                            model,
                            model::call,
                            text.validation().spreadWindows(EVALUATED_WINDOWS, context, batchSize)));
                }
            }
            training.plot();
        }
    }

    /// Matrices decay, biases and norms do not.
    private AdamW optimizer(lanewise.samples.models.Gpt model) {
        AdamW.Options options =
                new AdamW.Options(learningRate).withBetas(0.9, 0.99).withWeightDecay(0.1);
        Map<Boolean, List<Parameter>> decays =
                model.parameters().stream().collect(Collectors.partitioningBy(p -> p.rank() >= 2));
        AdamW optimizer = new AdamW(decays.get(true), options);
        optimizer.addParamGroup(decays.get(false), options.withWeightDecay(0));
        return optimizer;
    }

    /// Which part of the largest learning rate a step has: more each step at first, then less along a cosine.
    private double rateOf(int step) {
        if (step < warmUp) {
            return (step + 1.0) / (warmUp + 1.0);
        }
        double least = leastLearningRate / learningRate;
        double way = Math.min(1, (step - warmUp) / (double) Math.max(1, steps - warmUp));
        return least + (1 - least) * 0.5 * (1 + Math.cos(Math.PI * way));
    }

    /// Reads with the last `context` characters before its eyes.
    private TextOptions.Reader reader(lanewise.samples.models.Gpt model) {
        Deque<Long> seen = new ArrayDeque<>();
        model.eval();
        return character -> {
            seen.add(character);
            if (seen.size() > context) {
                seen.remove();
            }
            long[] window = seen.stream().mapToLong(Long::longValue).toArray();
            try (var _ = GradMode.noGrad();
                    Workspace _ = Workspace.open()) {
                return model.next(LongTensor.of(Shape.of(1, window.length), window))
                        .toArray();
            }
        };
    }
}
