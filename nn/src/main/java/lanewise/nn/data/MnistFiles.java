package lanewise.nn.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.io.FileFormatException;

/// The four files of a data set in MNIST's format: images and labels, to train and to test, under the names that
/// they are published by, with or without `.gz`.
///
/// @param trainImages `train-images-idx3-ubyte`
/// @param trainLabels `train-labels-idx1-ubyte`
/// @param testImages `t10k-images-idx3-ubyte`
/// @param testLabels `t10k-labels-idx1-ubyte`
public record MnistFiles(Path trainImages, Path trainLabels, Path testImages, Path testLabels) {
    /// Finds the files in a directory.
    ///
    /// @throws NotDirectoryException if it is none
    /// @throws NoSuchFileException if files are missing; the message lists all of them
    public static MnistFiles in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " is not a directory");
        }
        List<String> missing = new ArrayList<>();
        MnistFiles files = new MnistFiles(
                find(directory, "train-images-idx3-ubyte", missing),
                find(directory, "train-labels-idx1-ubyte", missing),
                find(directory, "t10k-images-idx3-ubyte", missing),
                find(directory, "t10k-labels-idx1-ubyte", missing));
        if (!missing.isEmpty()) {
            throw new NoSuchFileException(
                    directory.toString(),
                    null,
                    "not there, neither plain nor with .gz: " + String.join(", ", missing) + " (" + missing.size()
                            + " of 4 files)");
        }
        return files;
    }

    /// The examples to train on: images `[n, height, width]` with numbers from 0 to 1, labels `[n]`.
    ///
    /// @throws FileFormatException if a file is broken, or there are not as many images as labels
    /// @throws IOException if reading fails
    public TensorDataset<Tensor, LongTensor> train() throws IOException {
        return read(trainImages, trainLabels);
    }

    /// The examples to test with, as in [#train()].
    ///
    /// @throws FileFormatException if a file is broken, or there are not as many images as labels
    /// @throws IOException if reading fails
    public TensorDataset<Tensor, LongTensor> test() throws IOException {
        return read(testImages, testLabels);
    }

    /// The examples to train on as images with one channel, `[n, 1, height, width]`: what convolutions and the
    /// transforms of images take.
    ///
    /// @throws FileFormatException if a file is broken, or there are not as many images as labels
    /// @throws IOException if reading fails
    public ImageDataset trainImageDataset() throws IOException {
        return readImages(trainImages, trainLabels);
    }

    /// The examples to test with, as in [#trainImageDataset()].
    ///
    /// @throws FileFormatException if a file is broken, or there are not as many images as labels
    /// @throws IOException if reading fails
    public ImageDataset testImageDataset() throws IOException {
        return readImages(testImages, testLabels);
    }

    private static ImageDataset readImages(Path imageFile, Path labelFile) throws IOException {
        Idx images = Idx.read(imageFile, 3);
        Idx labels = Idx.read(labelFile, 1);
        checkCounts(images, labels);
        return Idx.images(images, labels);
    }

    private static TensorDataset<Tensor, LongTensor> read(Path imageFile, Path labelFile) throws IOException {
        Idx images = Idx.read(imageFile, 3);
        Idx labels = Idx.read(labelFile, 1);
        checkCounts(images, labels);
        return TensorDataset.of(images.toUnitInterval(), labels.toLong());
    }

    private static void checkCounts(Idx images, Idx labels) throws FileFormatException {
        if (images.shape().dim(0) != labels.shape().dim(0)) {
            throw new FileFormatException(labels.file() + ": " + labels.shape().dim(0) + " labels, but there are "
                    + images.shape().dim(0) + " images in " + images.file());
        }
    }

    /// The plain file if both are there.
    private static Path find(Path directory, String name, List<String> missing) {
        Path plain = directory.resolve(name);
        Path compressed = directory.resolve(name + ".gz");
        if (!Files.isRegularFile(plain) && !Files.isRegularFile(compressed)) {
            missing.add(name);
        }
        return Files.isRegularFile(plain) ? plain : compressed;
    }
}
