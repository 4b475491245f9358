package lanewise.samples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.data.image.ImageTransform;
import lanewise.nn.data.image.Normalize;
import lanewise.nn.data.image.RandomCrop;
import lanewise.nn.data.image.RandomHorizontalFlip;
import lanewise.nn.data.image.TransformedDataset;
import lanewise.nn.metric.Accuracy;
import lanewise.nn.train.LearningRateSchedule;
import lanewise.nn.train.Trainer;
import lanewise.optim.SGD;
import lanewise.optim.lr.CosineAnnealingLR;
import lanewise.samples.models.ResNet;
import lanewise.samples.models.ResNetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a residual network of 20 layers on small images, which it sees shifted at random, and tests it on images
/// that it has not seen.
@Command(
        name = "resnet",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains ResNet-20 on small images: those in --data, or digits that it draws itself.")
public final class Resnet implements Callable<Integer> {
    @Mixin
    private ImageOptions images;

    @Option(names = "--blocks", paramLabel = "N", defaultValue = "3", description = "6N + 2 layers.")
    private int blocks;

    @Option(names = "--width", paramLabel = "N", defaultValue = "16", description = "Filters of the first layers.")
    private int width;

    @Option(names = "--shift", paramLabel = "N", defaultValue = "2", description = "Pixels to shift by at most.")
    private int shift;

    @Option(names = "--flip", description = "Mirror half of the images; not for digits.")
    private boolean flip;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.1",
            description = "The first learning rate of SGD; it falls to zero along a cosine.")
    private double learningRate;

    @Mixin
    private RunOptions run;

    private Resnet() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return SampleCommand.of(new Resnet());
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.atLeast(0, "--shift", shift);
        run.begin();
        ImageOptions.Examples examples = images.examples(run.seed());
        Normalize normalize = Normalize.of(examples.train());
        var train = new TransformedDataset<>(examples.train(), run.seed(), changes(examples.side(), normalize));
        var test = new TransformedDataset<>(examples.test(), run.seed(), normalize);

        ResNet model = new ResNet(new ResNetOptions()
                .withBlocks(blocks)
                .withWidth(width)
                .withChannels(examples.channels())
                .withClasses(examples.classes()));
        SGD optimizer = new SGD(
                model.parameters(),
                new SGD.Options(learningRate)
                        .withMomentum(0.9)
                        .withNesterov(true)
                        .withWeightDecay(1e-4));
        CosineAnnealingLR scheduler = new CosineAnnealingLR(optimizer, images.steps(examples));
        Trainer<Tensor, LongTensor> trainer = Trainer.of(model, new CrossEntropyLoss()::call, optimizer);
        trainer.addMetric(Accuracy::new).add(LearningRateSchedule.perStep(scheduler));
        images.fit("resnet", run, trainer, train, test);
        return CommandLine.ExitCode.OK;
    }

    /// What makes an image look different each epoch.
    private ImageTransform[] changes(int side, Normalize normalize) {
        List<ImageTransform> changes = new ArrayList<>(List.of(new RandomCrop(side, shift)));
        if (flip) {
            changes.add(new RandomHorizontalFlip());
        }
        changes.add(normalize);
        return changes.toArray(ImageTransform[]::new);
    }
}
