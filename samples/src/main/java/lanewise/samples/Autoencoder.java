package lanewise.samples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.Flatten;
import lanewise.nn.Linear;
import lanewise.nn.MSELoss;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.nn.Sigmoid;
import lanewise.nn.Unflatten;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Dataset;
import lanewise.nn.train.LearningRateSchedule;
import lanewise.nn.train.Trainer;
import lanewise.optim.Adam;
import lanewise.optim.lr.CosineAnnealingLR;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a network to give images back after they went through a few numbers, their code: what the images have in
/// common is found without labels (Hinton, Salakhutdinov 2006, "Reducing the dimensionality of data with neural
/// networks"). It draws images that it has not seen, and below each what is left of it.
@Command(
        name = "autoencoder",
        sortOptions = false,
        showDefaultValues = true,
        description = "Trains a network to compress images: digits that it draws itself, or those in --data.")
public final class Autoencoder implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Mixin
    private ImageOptions images;

    @Option(names = "--code", paramLabel = "N", defaultValue = "16", description = "Numbers that an image becomes.")
    private int code;

    @Option(names = "--hidden", paramLabel = "N", defaultValue = "256", description = "Units of the layers around it.")
    private int hidden;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "2e-3",
            description = "Adam's first learning rate; it falls to zero along a cosine.")
    private double learningRate;

    @Mixin
    private RunOptions run;

    private Autoencoder() {}

    /// Runs the program; `--help` says what it takes.
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return SampleCommand.of(new Autoencoder());
    }

    /// Images whose targets are they themselves.
    private record Itself(Dataset<Tensor, LongTensor> images) implements Dataset<Tensor, Tensor> {
        @Override
        public int size() {
            return images.size();
        }

        @Override
        public Batch<Tensor, Tensor> get(LongTensor numbers) {
            Batch<Tensor, LongTensor> batch = images.get(numbers);
            return new Batch<>(batch.inputs(), batch.inputs(), batch.size());
        }
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.atLeast(1, "--code", code);
        RunOptions.atLeast(1, "--hidden", hidden);
        run.begin();
        ImageOptions.Examples examples = images.examples(run.seed());
        int channels = examples.channels();
        int side = examples.side();
        int pixels = channels * side * side;
        Sequential model = new Sequential(
                new Flatten(),
                new Linear(pixels, hidden),
                new ReLU(),
                new Linear(hidden, code), // the code
                new Linear(code, hidden),
                new ReLU(),
                new Linear(hidden, pixels),
                new Sigmoid(),
                new Unflatten(1, channels, side, side));
        Adam optimizer = new Adam(model.parameters(), learningRate);
        CosineAnnealingLR scheduler = new CosineAnnealingLR(optimizer, images.steps(examples));
        Trainer<Tensor, Tensor> trainer = Trainer.of(model, new MSELoss()::call, optimizer);
        trainer.add(LearningRateSchedule.perStep(scheduler));
        boolean ended = run.fit(
                "autoencoder",
                trainer,
                images.trainLoader(new Itself(examples.train()), run.seed()),
                images.testLoader(new Itself(examples.test())),
                images.epochs(),
                new TrainingReport.Labels("epoch", "test", List.of("loss")));
        if (ended) {
            draw(model, examples.test(), run.out("autoencoder").resolve("reconstructions.png"));
        }
        return CommandLine.ExitCode.OK;
    }

    /// Draws the first images beside each other, and below them what the model makes of them; the channels as grey.
    private static void draw(Sequential model, Dataset<Tensor, LongTensor> images, Path file) throws IOException {
        int count = Math.min(SHOWN, images.size());
        Tensor seen =
                images.get(LongTensor.of(LongStream.range(0, count).toArray())).inputs();
        model.eval();
        try (var _ = GradMode.noGrad()) {
            int height = seen.dim(2);
            int width = seen.dim(3);
            BufferedImage picture = new BufferedImage(count * width, 2 * height, BufferedImage.TYPE_BYTE_GRAY);
            drawRow(seen.mean(1), picture, 0);
            drawRow(model.call(seen).mean(1), picture, height);
            ImageIO.write(picture, "png", file.toFile());
            System.out.println("images, and what is left of them: " + file);
        }
    }

    /// @param images `[n, height, width]`
    private static void drawRow(Tensor images, BufferedImage picture, int top) {
        for (int i = 0; i < images.dim(0); i++) {
            for (int y = 0; y < images.dim(1); y++) {
                for (int x = 0; x < images.dim(2); x++) {
                    int grey = Math.round(255 * Math.clamp(images.get(i, y, x).item(), 0f, 1f));
                    picture.getRaster().setSample(i * images.dim(2) + x, top + y, 0, grey);
                }
            }
        }
    }
}
