package lanewise.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.data.CifarFiles;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.Dataset;
import lanewise.nn.data.ImageDataset;
import lanewise.nn.data.MnistFiles;
import lanewise.nn.data.Subset;
import lanewise.nn.data.TensorDataset;
import lanewise.nn.train.Trainer;
import picocli.CommandLine.Option;

/// The images that the programs learn, and how often.
final class ImageOptions {
    private static final int DRAWN_TO_TRAIN = 8000;
    private static final int DRAWN_TO_TEST = 2000;
    private static final int TEST_BATCH = 100;
    private static final int DIGITS = 10;
    private static final TrainingReport.Labels CLASSIFIER =
            new TrainingReport.Labels("epoch", "test", List.of("loss", "accuracy"));

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory with the files of MNIST, or of a data set in the same format (IDX, plain or"
                    + " .gz), or of CIFAR-10 or CIFAR-100 (binary version)."
                    + " Default: digits that the program draws itself.")
    private Path data;

    @Option(names = "--images", paramLabel = "N", description = "Use only the first N images to train and to test.")
    private Integer images;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "10", description = "How often to see every image.")
    private int epochs;

    @Option(names = "--batch-size", paramLabel = "N", defaultValue = "64", description = "Images a step.")
    private int batchSize;

    /// Images `[n, channels, side, side]`, numbers from 0 to 1, with their labels, to train on and to test with.
    ///
    /// @param classes how many labels there are
    record Examples(Dataset<Tensor, LongTensor> train, Dataset<Tensor, LongTensor> test, int classes) {
        int channels() {
            return one().dim(1);
        }

        int side() {
            return one().dim(2);
        }

        private Tensor one() {
            return train.get(LongTensor.of(0L)).inputs();
        }
    }

    /// Reads the images, or draws them.
    Examples examples(long seed) throws IOException {
        RunOptions.atLeast(1, "--epochs", epochs);
        RunOptions.atLeast(1, "--batch-size", batchSize);
        if (images != null) {
            RunOptions.atLeast(1, "--images", images);
        }
        Examples examples = data == null ? draw(seed) : read();
        System.out.println(examples.train().size() + " images to train and "
                + examples.test().size() + " to test, "
                + (data == null ? "drawn; --data DIR reads real ones" : "read from " + data));
        return examples;
    }

    /// How many steps the training has.
    int steps(Examples examples) {
        return epochs * Math.ceilDiv(examples.train().size(), batchSize);
    }

    /// Trains a classifier, and tests it after each epoch.
    ///
    /// @param train the examples as they are learned: changed at random, perhaps
    void fit(
            String name,
            RunOptions run,
            Trainer<Tensor, LongTensor> trainer,
            Dataset<Tensor, LongTensor> train,
            Dataset<Tensor, LongTensor> test)
            throws IOException {
        run.fit(name, trainer, trainLoader(train, run.seed()), testLoader(test), epochs, CLASSIFIER);
    }

    int epochs() {
        return epochs;
    }

    /// In another order each epoch.
    <T> DataLoader<Tensor, T> trainLoader(Dataset<Tensor, T> examples, long seed) {
        return new DataLoader<>(examples, batchSize).withShuffle(seed);
    }

    <T> DataLoader<Tensor, T> testLoader(Dataset<Tensor, T> examples) {
        return new DataLoader<>(examples, TEST_BATCH);
    }

    private Examples draw(long seed) {
        SyntheticDigits digits = SyntheticDigits.create();
        return new Examples(
                withChannel(digits.draw(images == null ? DRAWN_TO_TRAIN : images, seed)),
                withChannel(digits.draw(images == null ? DRAWN_TO_TEST : images, ~seed)),
                DIGITS);
    }

    private static Dataset<Tensor, LongTensor> withChannel(TensorDataset<Tensor, LongTensor> grey) {
        return TensorDataset.of(grey.inputs().unsqueeze(1), grey.targets());
    }

    private Examples read() throws IOException {
        if (Files.isRegularFile(data.resolve("test_batch.bin"))) {
            CifarFiles files = CifarFiles.cifar10(data);
            return examples(files.train(), files.test(), 10);
        } else if (Files.isRegularFile(data.resolve("test.bin"))) {
            CifarFiles files = CifarFiles.cifar100(data);
            return examples(files.train(), files.test(), 100);
        }
        MnistFiles files = MnistFiles.in(data);
        ImageDataset train = files.trainImageDataset();
        int highest = IntStream.range(0, train.size()).map(train::label).max().orElse(0);
        return examples(train, files.testImageDataset(), highest + 1);
    }

    private Examples examples(ImageDataset train, ImageDataset test, int classes) {
        return new Examples(first(train), first(test), classes);
    }

    private Dataset<Tensor, LongTensor> first(ImageDataset all) {
        int count = images == null ? all.size() : Math.min(images, all.size());
        return new Subset<>(all, IntStream.range(0, count).toArray());
    }
}
