package lanewise.nn.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;

/// The files of CIFAR-10 or CIFAR-100 in their binary version: records of a label, or a coarse and a fine one, and
/// the 3072 bytes of an image `[3, 32, 32]`. See <https://www.cs.toronto.edu/~kriz/cifar.html>.
///
/// The reader is strict: a file must hold whole records, and labels that exist. How many records it holds is not
/// prescribed, so that an excerpt can be read.
public final class CifarFiles {
    private static final Shape IMAGE = Shape.of(3, 32, 32);
    private static final List<String> CIFAR_10 =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    private static final int FINE_CLASSES = 100;
    private static final int COARSE_CLASSES = 20;

    private final List<Path> trainFiles;
    private final List<Path> testFiles;
    private final Kind kind;

    private CifarFiles(List<Path> trainFiles, List<Path> testFiles, Kind kind) {
        this.trainFiles = trainFiles;
        this.testFiles = testFiles;
        this.kind = kind;
    }

    /// @param labels bytes before an image: how many classes each tells apart
    /// @param used which of them is the label
    private record Kind(List<Integer> labels, int used, List<String> names) {
        int record() {
            return labels.size() + IMAGE.elements();
        }
    }

    /// Finds the files of CIFAR-10 in a directory: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`.
    ///
    /// @throws NotDirectoryException if it is none
    /// @throws NoSuchFileException if files are missing; the message lists all of them
    public static CifarFiles cifar10(Path directory) throws IOException {
        Kind kind = new Kind(List.of(CIFAR_10.size()), 0, CIFAR_10);
        List<String> train = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> "data_batch_" + i + ".bin")
                .toList();
        return find(directory, train, "test_batch.bin", kind);
    }

    /// Finds the files of CIFAR-100 in a directory: `train.bin` and `test.bin`. The labels are the fine ones. The
    /// classes have names if `fine_label_names.txt` is there as well.
    ///
    /// @throws NotDirectoryException if it is none
    /// @throws NoSuchFileException if files are missing; the message lists all of them
    /// @throws FileFormatException if there are not 100 names
    public static CifarFiles cifar100(Path directory) throws IOException {
        Path names = directory.resolve("fine_label_names.txt");
        List<String> fine = Files.isRegularFile(names)
                ? TextFile.read(names).lines().filter(line -> !line.isBlank()).toList()
                : List.of();
        if (!fine.isEmpty() && fine.size() != FINE_CLASSES) {
            throw new FileFormatException(names + ": " + FINE_CLASSES + " names expected, " + fine.size() + " found");
        }
        Kind kind = new Kind(List.of(COARSE_CLASSES, FINE_CLASSES), 1, fine);
        return find(directory, List.of("train.bin"), "test.bin", kind);
    }

    /// The examples to train on.
    ///
    /// @throws FileFormatException if a file is broken
    /// @throws IOException if reading fails
    public ImageDataset train() throws IOException {
        return read(trainFiles);
    }

    /// The examples to test with.
    ///
    /// @throws FileFormatException if a file is broken
    /// @throws IOException if reading fails
    public ImageDataset test() throws IOException {
        return read(testFiles);
    }

    private static CifarFiles find(Path directory, List<String> train, String test, Kind kind) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory + " is not a directory");
        }
        List<String> missing = new ArrayList<>(train);
        missing.add(test);
        int all = missing.size();
        missing.removeIf(name -> Files.isRegularFile(directory.resolve(name)));
        if (!missing.isEmpty()) {
            throw new NoSuchFileException(
                    directory.toString(),
                    null,
                    "not there: " + String.join(", ", missing) + " (" + missing.size() + " of " + all + " files)");
        }
        return new CifarFiles(train.stream().map(directory::resolve).toList(), List.of(directory.resolve(test)), kind);
    }

    private ImageDataset read(List<Path> files) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        int count = 0;
        for (Path file : files) {
            byte[] content = content(file);
            contents.add(content);
            count = Math.addExact(count, content.length / kind.record());
        }
        byte[] pixels = new byte[Math.multiplyExact(count, IMAGE.elements())];
        int[] labels = new int[count];
        int at = 0;
        for (int i = 0; i < contents.size(); i++) {
            at = take(files.get(i), contents.get(i), pixels, labels, at);
        }
        return new ImageDataset(pixels, labels, IMAGE, kind.names());
    }

    private byte[] content(Path file) throws IOException {
        long size = Files.size(file);
        long whole = size / kind.record();
        if (size == 0 || whole * kind.record() != size || size > Integer.MAX_VALUE - 8) {
            throw new FileFormatException(file + ": " + size + " bytes; a file holds records of " + kind.record()
                    + " bytes, of which number " + whole + " begins at byte " + whole * kind.record() + " and has "
                    + (size - whole * kind.record()));
        }
        return Files.readAllBytes(file);
    }

    private int take(Path file, byte[] content, byte[] pixels, int[] labels, int first) throws IOException {
        int count = content.length / kind.record();
        for (int i = 0; i < count; i++) {
            int record = i * kind.record();
            for (int l = 0; l < kind.labels().size(); l++) {
                int label = Byte.toUnsignedInt(content[record + l]);
                if (label >= kind.labels().get(l)) {
                    throw new FileFormatException(file + ": byte " + (record + l) + ", record " + i + ": the label "
                            + label + " is not from 0 to " + (kind.labels().get(l) - 1));
                }
            }
            labels[first + i] = Byte.toUnsignedInt(content[record + kind.used()]);
            System.arraycopy(
                    content, record + kind.labels().size(), pixels, (first + i) * IMAGE.elements(), IMAGE.elements());
        }
        return first + count;
    }
}
