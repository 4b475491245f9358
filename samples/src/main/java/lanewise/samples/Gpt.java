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
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import lanewise.nn.train.ClipGradients;
import lanewise.nn.train.LearningRateSchedule;
import lanewise.optim.AdamW;
import lanewise.optim.lr.LambdaLR;
import lanewise.samples.models.GptOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a small Transformer to go on with a text; then lets it write. The options' defaults are those of nanoGPT
/// for a CPU, but for twice its learning rate: a tenth less loss in as many steps.
@Command(
        name = "gpt",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains a small GPT on a text, token by token, and lets it write one like it.")
public final class Gpt implements Callable<Integer> {
    private static final double MAX_NORM = 1.0;

    @Mixin
    private TextOptions text = new TextOptions(4, 12);

    @Option(names = "--heads", paramLabel = "N", defaultValue = "4", description = "Heads of each attention.")
    private int heads;

    @Option(names = "--width", paramLabel = "N", defaultValue = "128", description = "Numbers of a token's vector.")
    private int width;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100", description = "Steps until --lr is reached.")
    private int warmUp;

    @Option(names = "--min-lr", paramLabel = "RATE", defaultValue = "1e-4", description = "The rate at the end.")
    private double leastLearningRate;

    @Mixin
    private WritingOptions writing;

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
        run.begin();
        text.read();
        writing.check(text.tokenizer());
        var model = new lanewise.samples.models.Gpt(
                new GptOptions(text.tokenizer().vocabularySize(), text.context(), text.layers(), heads, width)
                        .withDropout(text.dropout()));
        AdamW optimizer = optimizer(model);
        LambdaLR scheduler = new LambdaLR(optimizer, this::rateOf);
        boolean ended = text.train(
                "gpt",
                run,
                model,
                model::call,
                optimizer,
                trainer -> trainer.add(ClipGradients.norm(MAX_NORM)).add(LearningRateSchedule.perStep(scheduler)));
        if (ended) {
            writing.write(text.tokenizer(), reader(model), run.seed());
        }
        return CommandLine.ExitCode.OK;
    }

    /// Matrices decay, biases and norms do not.
    private AdamW optimizer(lanewise.samples.models.Gpt model) {
        AdamW.Options options =
                new AdamW.Options(text.learningRate()).withBetas(0.9, 0.99).withWeightDecay(0.1);
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
        double least = leastLearningRate / text.learningRate();
        double way = Math.min(1, (step - warmUp) / (double) Math.max(1, text.steps() - warmUp));
        return least + (1 - least) * 0.5 * (1 + Math.cos(Math.PI * way));
    }

    /// Reads with the last tokens before its eyes, as many as the context has.
    private WritingOptions.Reader reader(lanewise.samples.models.Gpt model) {
        Deque<Long> seen = new ArrayDeque<>();
        model.eval();
        return token -> {
            seen.add(token);
            if (seen.size() > text.context()) {
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
