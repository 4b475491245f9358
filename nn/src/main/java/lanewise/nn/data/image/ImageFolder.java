package lanewise.nn.data.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.data.Batch;
import lanewise.nn.data.Dataset;

/// Image files in a directory for each class:
///
///     animals/cat/1.png
///     animals/cat/more/2.jpg
///     animals/dog/1.png
///
/// The classes are the directories' names in alphabetical order. Files and directories whose names begin with a dot
/// are passed over; every other file must be an image of a kind that the JDK's ImageIO reads. A file is read each
/// time it is asked for, and scaled to one size: give the loader workers.
///
/// The module `java.desktop`, which has ImageIO, is not required by this library: a program that has a
/// `module-info` requires it itself.
public final class ImageFolder implements Dataset<Tensor, LongTensor> {
    private final List<String> classes;
    private final List<Path> files;
    private final List<Integer> labels;
    private final int height;
    private final int width;
    private final ImageMode mode;

    private ImageFolder(
            List<String> classes, List<Path> files, List<Integer> labels, int height, int width, ImageMode mode) {
        this.classes = classes;
        this.files = files;
        this.labels = labels;
        this.height = height;
        this.width = width;
        this.mode = mode;
    }

    /// Finds the files; none is opened.
    ///
    /// @param height that images are scaled to
    /// @param width that images are scaled to
    /// @throws NotDirectoryException if `root` is none
    /// @throws NoSuchFileException if it holds no directory, or one of them no file
    /// @throws IllegalArgumentException if a size is not positive
    /// @throws IllegalStateException if the module `java.desktop` is not there
    public static ImageFolder in(Path root, int height, int width, ImageMode mode) throws IOException {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("ImageFolder: images cannot be scaled to " + height + " x " + width);
        }
        if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
            throw new IllegalStateException(
                    "ImageFolder: images are read by the module java.desktop, which is not there; require it in the"
                            + " program's module-info, or start java with --add-modules java.desktop");
        }
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root + " is not a directory");
        }
        List<String> classes = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path directory : visible(root, 1)) {
            if (Files.isDirectory(directory)) {
                List<Path> images = visible(directory, Integer.MAX_VALUE).stream()
                        .filter(Files::isRegularFile)
                        .toList();
                if (images.isEmpty()) {
                    throw new NoSuchFileException(directory.toString(), null, "the directory of a class has no file");
                }
                for (Path image : images) {
                    files.add(image);
                    labels.add(classes.size());
                }
                classes.add(directory.getFileName().toString());
            }
        }
        if (classes.isEmpty()) {
            throw new NoSuchFileException(root.toString(), null, "there is no directory of a class");
        }
        return new ImageFolder(classes, files, labels, height, width, mode);
    }

    /// What is below a directory, in the order of the names, without what is hidden.
    private static List<Path> visible(Path directory, int depth) throws IOException {
        try (Stream<Path> paths = Files.walk(directory, depth)) {
            return paths.filter(path -> !path.equals(directory) && isVisible(directory.relativize(path)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isVisible(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /// The names of the classes; a label is the place of one.
    public List<String> classes() {
        return List.copyOf(classes);
    }

    /// The file of an example.
    public Path file(int number) {
        return files.get(number);
    }

    /// The label of an example.
    public int label(int number) {
        return labels.get(number);
    }

    @Override
    public int size() {
        return files.size();
    }

    /// {@inheritDoc} The images are `[b, channels, height, width]`, from 0 to 1.
    ///
    /// @throws UncheckedIOException if a file cannot be read; its cause is a
    ///     [lanewise.engine.io.FileFormatException] if it is no image
    @Override
    public Batch<Tensor, LongTensor> get(LongTensor numbers) {
        int[] chosen = indices(numbers);
        Shape image = Shape.of(mode.channels(), height, width);
        NDArray images = NDArray.empty(Shape.of(chosen.length, mode.channels(), height, width));
        long[] truth = new long[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            float[] pixels = read(files.get(chosen[i]));
            System.arraycopy(pixels, 0, images.data(), i * image.elements(), image.elements());
            truth[i] = labels.get(chosen[i]);
        }
        return new Batch<>(Tensor.of(images), LongTensor.of(truth), chosen.length);
    }

    private float[] read(Path file) {
        try {
            return ImageDecoder.read(file, mode, height, width);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
