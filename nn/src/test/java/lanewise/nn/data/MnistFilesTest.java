package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), IdxTest.bytes(5, 2, 3));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), IdxTest.compressed(IdxTest.bytes(5)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), IdxTest.compressed(IdxTest.bytes(4, 2, 3)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxTest.bytes(4));
    }

    @Test
    void readsPlainAndCompressedFiles() throws IOException {
        MnistFiles files = MnistFiles.in(folder);
        TensorDataset<Tensor, LongTensor> train = files.train();
        assertThat(train.inputs().shape()).isEqualTo(Shape.of(5, 2, 3));
        assertThat(train.inputs().array().get(0, 0, 1)).isEqualTo(1 / 255f);
        assertThat(train.targets().toArray()).containsExactly(0, 1, 2, 3, 4);
        assertThat(files.test().size()).isEqualTo(4);
    }

    @Test
    void prefersThePlainFile() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), new byte[] {1, 2, 3});
        assertThat(MnistFiles.in(folder).trainImages()).isEqualTo(folder.resolve("train-images-idx3-ubyte"));
    }

    @Test
    void listsAllMissingFiles() throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertThatThrownBy(() -> MnistFiles.in(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder + ": not there, neither plain nor with .gz: train-images-idx3-ubyte,"
                        + " t10k-labels-idx1-ubyte (2 of 4 files)");
    }

    @Test
    void refusesWhatIsNoDirectory() {
        Path file = folder.resolve("t10k-labels-idx1-ubyte");
        assertThatThrownBy(() -> MnistFiles.in(file))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessage(file + " is not a directory");
    }

    @Test
    void refusesAnotherNumberOfLabelsThanImages() throws IOException {
        Path labels = Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxTest.bytes(3));
        MnistFiles files = MnistFiles.in(folder);
        assertThatThrownBy(files::test)
                .isInstanceOf(FileFormatException.class)
                .hasMessage(labels + ": 3 labels, but there are 4 images in "
                        + folder.resolve("t10k-images-idx3-ubyte.gz"));
    }
}
