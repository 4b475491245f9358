package lanewise.samples;

import java.io.IOException;
import java.util.concurrent.Callable;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.engine.Shape;
import lanewise.nn.LSTMState;
import lanewise.nn.train.ClipGradients;
import lanewise.optim.Adam;
import lanewise.samples.models.CharLstm;
import lanewise.samples.models.CharLstmOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains an LSTM to go on with a text; then lets it write.
@Command(
        name = "lstm",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains an LSTM on a text, token by token, and lets it write one like it.")
public final class Lstm implements Callable<Integer> {
    private static final double MAX_NORM = 5.0;

    @Mixin
    private TextOptions text = new TextOptions(1, 32);

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "256", description = "Units of each layer.")
    private int hidden;

    @Option(names = "--embedding", paramLabel = "N", defaultValue = "64", description = "Numbers of a token's vector.")
    private int embedding;

    @Mixin
    private WritingOptions writing;

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
        run.begin();
        text.read();
        writing.check(text.tokenizer());
        CharLstm model = new CharLstm(new CharLstmOptions(text.tokenizer().vocabularySize())
                .withEmbedding(embedding)
                .withHidden(hidden)
                .withLayers(text.layers())
                .withDropout(text.dropout()));
        Adam optimizer = new Adam(model.parameters(), text.learningRate());
        boolean ended = text.train(
                "lstm",
                run,
                model,
                tokens -> model.call(tokens).logits(),
                optimizer,
                trainer -> trainer.add(ClipGradients.norm(MAX_NORM)));
        if (ended) {
            writing.write(text.tokenizer(), reader(model), run.seed());
        }
        return CommandLine.ExitCode.OK;
    }

    /// Reads one token after the other; what came before is in the state.
    private static WritingOptions.Reader reader(CharLstm model) {
        LSTMState[] state = new LSTMState[1];
        model.eval();
        return token -> {
            try (var _ = GradMode.noGrad()) {
                CharLstm.Output output = model.call(LongTensor.of(Shape.of(1, 1), token), state[0]);
                state[0] = output.state();
                return output.logits().flatten().toArray();
            }
        };
    }
}
