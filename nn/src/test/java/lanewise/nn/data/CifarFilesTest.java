package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
    private static final int PIXELS = 3072;

    @TempDir
    private Path folder = Path.of("");

    /// Records whose pixels all are the record's number, but the last, which is 255.
    private static byte[] records(int... labelBytes) {
        int labels = labelBytes.length > 3 ? 2 : 1;
        int count = labelBytes.length / labels;
        byte[] content = new byte[count * (labels + PIXELS)];
        for (int i = 0; i < count; i++) {
            int at = i * (labels + PIXELS);
            Arrays.fill(content, at, at + labels + PIXELS, (byte) i);
            for (int l = 0; l < labels; l++) {
                content[at + l] = (byte) labelBytes[labels * i + l];
            }
            content[at + labels + PIXELS - 1] = (byte) 255;
        }
        return content;
    }

    private void writeCifar10(byte[] test) throws IOException {
        for (int i = 1; i <= 5; i++) {
            Files.write(folder.resolve("data_batch_" + i + ".bin"), records(i, 0));
        }
        Files.write(folder.resolve("test_batch.bin"), test);
    }

    @Test
    void readsCifar10() throws IOException {
        writeCifar10(records(9, 3, 7));
        CifarFiles files = CifarFiles.cifar10(folder);
        ImageDataset train = files.train();
        assertThat(train.size()).isEqualTo(10);
        assertThat(IntStream.range(0, 10).map(train::label)).containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0);
        assertThat(train.classes()).hasSize(10).startsWith("airplane").endsWith("truck");
        assertThat(train.image()).isEqualTo(Shape.of(3, 32, 32));
        Batch<Tensor, LongTensor> batch = files.test().get(LongTensor.of(2, 0));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 3, 32, 32));
        assertThat(batch.targets().toArray()).containsExactly(7, 9);
        assertThat(batch.inputs().array().get(0, 2, 31, 30)).isEqualTo(2 / 255f);
        assertThat(batch.inputs().array().get(0, 2, 31, 31)).isEqualTo(1f);
        assertThat(batch.inputs().array().get(1, 0, 0, 0)).isEqualTo(0f);
    }

    @Test
    void readsCifar100() throws IOException {
        Files.write(folder.resolve("train.bin"), records(19, 99, 0, 42));
        Files.write(folder.resolve("test.bin"), records(1, 2, 3, 4));
        assertThat(CifarFiles.cifar100(folder).train().label(0)).isEqualTo(99);
        assertThat(CifarFiles.cifar100(folder).test().label(1)).isEqualTo(4);
        assertThat(CifarFiles.cifar100(folder).test().classes()).isEmpty();
        Path names = folder.resolve("fine_label_names.txt");
        Files.writeString(names, IntStream.range(0, 100).mapToObj(i -> "c" + i).collect(Collectors.joining("\n")));
        assertThat(CifarFiles.cifar100(folder).test().classes()).hasSize(100).endsWith("c99");
        Files.writeString(names, "apple\n");
        assertThatThrownBy(() -> CifarFiles.cifar100(folder))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(names + ": 100 names expected, 1 found");
    }

    @Test
    void namesMissingFiles() throws IOException {
        assertThatThrownBy(() -> CifarFiles.cifar100(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder + ": not there: train.bin, test.bin (2 of 2 files)");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> CifarFiles.cifar10(file)).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void namesTruncatedFilesAndLabelsThatCannotBe() throws IOException {
        Path test = folder.resolve("test_batch.bin");
        writeCifar10(Arrays.copyOf(records(1, 2, 3), 7000));
        assertThatThrownBy(() -> CifarFiles.cifar10(folder).test())
                .isInstanceOf(FileFormatException.class)
                .hasMessage(test + ": 7000 bytes; a file holds records of 3073 bytes, of which number 2 begins at byte"
                        + " 6146 and has 854");
        writeCifar10(records(1, 10));
        assertThatThrownBy(() -> CifarFiles.cifar10(folder).test())
                .isInstanceOf(FileFormatException.class)
                .hasMessage(test + ": byte 3073, record 1: the label 10 is not from 0 to 9");
        writeCifar10(new byte[0]);
        assertThatThrownBy(() -> CifarFiles.cifar10(folder).test()).isInstanceOf(FileFormatException.class);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        writeCifar10(records(1, 2));
        Damage.check(
                folder.resolve("test_batch.bin"),
                records(1, 2, 3),
                300,
                _ -> CifarFiles.cifar10(folder).test().get(LongTensor.of(0)));
    }
}
