package lanewise.samples;

import java.io.IOException;
import java.util.concurrent.Callable;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.LSTMState;
import lanewise.nn.train.Checkpoint;
import lanewise.optim.Adam;
import lanewise.optim.GradientClipping;
import lanewise.samples.CharacterText.Windows;
import lanewise.samples.models.CharLstm;
import lanewise.samples.models.CharLstmOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains an LSTM to go on with a text, character by character, by a loop written by hand; then lets it write.
@Command(
        name = "lstm",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains an LSTM on a text, character by character, and lets it write one like it.")
public final class Lstm implements Callable<Integer> {
    private static final double MOST_NORM = 5.0;
    private static final int EVALUATED_WINDOWS = 1000;

    @Mixin
    private TextOptions textOptions;

    @Option(names = "--layers", paramLabel = "N", defaultValue = "1", description = "Layers of the LSTM.")
    private int layers;

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "256", description = "Units of each layer.")
    private int hidden;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            defaultValue = "64",
            description = "Numbers of a character's vector.")
    private int embedding;

    @Option(
            names = "--context",
            paramLabel = "N",
            defaultValue = "64",
            description = "Characters to learn from at once.")
    private int context;

    @Option(names = "--dropout", paramLabel = "P", defaultValue = "0", description = "Probability of dropout.")
    private double dropout;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "2000", description = "Training steps.")
    private int steps;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "32", description = "Parts of the text a step.")
    private int batchSize;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "2e-3", description = "Adam's learning rate.")
    private double learningRate;

    @Option(
            names = "--eval-every",
            paramLabel = "N",
            defaultValue = "250",
            description = "Steps between evaluations, after each of which the run is saved.")
    private int stage;

    @Mixin
    private RunOptions run;

    private Lstm() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return SampleCommand.of(new Lstm());
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.atLeast(0, "--steps", steps);
        RunOptions.atLeast(1, "--batch-size", batchSize);
        RunOptions.atLeast(1, "--context", context);
        RunOptions.atLeast(1, "--eval-every", stage);
        textOptions.check();
        run.begin();
        TextOptions.Parts text = textOptions.read(context);
        CharLstm model = new CharLstm(new CharLstmOptions(text.train().vocabulary())
                .withEmbedding(embedding)
                .withHidden(hidden)
                .withLayers(layers)
                .withDropout(dropout));
        train(model, text);
        textOptions.write(text.train(), reader(model), run.seed());
        return CommandLine.ExitCode.OK;
    }

    private void train(CharLstm model, TextOptions.Parts text) throws IOException {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        Adam optimizer = new Adam(model.parameters(), learningRate);
        Checkpoint checkpoint = run.checkpoint();
        if (checkpoint != null) {
            checkpoint = checkpoint.with("model", model).with("optimizer", optimizer);
        }
        try (TrainingRun training = TrainingRun.begin(run, "lstm", steps, stage, checkpoint, "validation")) {
            for (int step = training.firstStep(); step < steps; step++) {
                try (Workspace _ = Workspace.open()) {
                    Windows batch = text.train().windowsOf(step, batchSize, context, run.seed());
                    Tensor logits = model.call(batch.characters()).logits().flatten(0, 1);
                    Tensor loss = lossFn.call(logits, batch.next());
                    optimizer.zeroGrad();
                    loss.backward();
                    GradientClipping.clipGradNorm_(model.parameters(), MOST_NORM);
                    optimizer.step();
                    training.add(Figures.of(loss, logits, batch.next()));
                }
                if (training.stageIsOver()) {
                    training.endStage(Figures.of(
                            model,
                            characters -> model.call(characters).logits(),
                            text.validation().spreadWindows(EVALUATED_WINDOWS, context, batchSize)));
                }
            }
            training.plot();
        }
    }

    /// Reads one character after the other; what came before is in the state.
    private static TextOptions.Reader reader(CharLstm model) {
        LSTMState[] state = new LSTMState[1];
        model.eval();
        return character -> {
            try (var _ = GradMode.noGrad()) {
                CharLstm.Output output = model.call(LongTensor.of(Shape.of(1, 1), character), state[0]);
                state[0] = output.state();
                return output.logits().flatten().toArray();
            }
        };
    }
}
