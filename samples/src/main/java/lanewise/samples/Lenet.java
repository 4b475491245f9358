package lanewise.samples;

import java.io.IOException;
import java.util.concurrent.Callable;
import lanewise.optim.Adam;
import lanewise.samples.models.LeNet;
import lanewise.samples.models.LeNetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains LeNet to tell handwritten digits apart, and tests it on digits that it has not seen.
@Command(
        name = "lenet",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains LeNet on images of digits: those in --data, or digits that it draws itself.")
public final class Lenet implements Callable<Integer> {
    @Mixin
    private ImageOptions images;

    @Option(names = "--lr", paramLabel = "RATE", defaultValue = "1e-3", description = "Adam's learning rate.")
    private double learningRate;

    @Mixin
    private RunOptions run;

    private Lenet() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return SampleCommand.of(new Lenet());
    }

    @Override
    public Integer call() throws IOException {
        run.begin();
        ImageOptions.Examples examples = images.examples(run.seed());
        LeNet model = new LeNet(new LeNetOptions().withImages(examples.channels(), examples.side()));
        Adam optimizer = new Adam(model.parameters(), learningRate);
        images.train("lenet", run, model, optimizer, null, examples.train(), examples.test());
        return CommandLine.ExitCode.OK;
    }
}
