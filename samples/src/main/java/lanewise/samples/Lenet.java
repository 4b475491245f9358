package lanewise.samples;

import java.io.IOException;
import java.util.concurrent.Callable;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.data.image.Normalize;
import lanewise.nn.data.image.RandomCrop;
import lanewise.nn.data.image.TransformedDataset;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.train.LearningRateSchedule;
import lanewise.nn.train.Trainer;
import lanewise.optim.Adam;
import lanewise.optim.lr.CosineAnnealingLR;
import lanewise.samples.models.LeNet;
import lanewise.samples.models.LeNetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains LeNet to tell handwritten digits apart, which it sees shifted at random, and tests it on digits that it
/// has not seen.
@Command(
        name = "lenet",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains LeNet on images: digits that it draws itself, or those in --data.")
public final class Lenet implements Callable<Integer> {
    @Mixin
    private ImageOptions images;

    @Option(names = "--shift", paramLabel = "N", defaultValue = "1", description = "Pixels to shift by at most.")
    private int shift;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "1e-3",
            description = "Adam's first learning rate; it falls to zero along a cosine.")
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
        RunOptions.atLeast(0, "--shift", shift);
        run.begin();
        ImageOptions.Examples examples = images.examples(run.seed());
        int side = examples.side();
        Normalize normalize = Normalize.of(examples.train());
        var train = new TransformedDataset<>(examples.train(), run.seed(), new RandomCrop(side, shift), normalize);
        var test = new TransformedDataset<>(examples.test(), run.seed(), normalize);

        LeNet model = new LeNet(
                new LeNetOptions().withImages(examples.channels(), side).withClasses(examples.classes()));
        Adam optimizer = new Adam(model.parameters(), learningRate);
        CosineAnnealingLR scheduler = new CosineAnnealingLR(optimizer, images.steps(examples));
        Trainer<Tensor, LongTensor> trainer = Trainer.of(model, new CrossEntropyLoss()::call, optimizer);
        trainer.addMetric(Accuracy::new).add(LearningRateSchedule.perStep(scheduler));
        images.fit("lenet", run, trainer, train, test);
        return CommandLine.ExitCode.OK;
    }
}
