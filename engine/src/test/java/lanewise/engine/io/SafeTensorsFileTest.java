package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class SafeTensorsFileTest {
    private static final int LARGE = 1_000_000;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("file.safetensors");
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        arrays.put("mask", BoolArray.of(Shape.of(3), true, false, true));
        arrays.put("weight", NDArray.full(Shape.of(2, LARGE), 1.5f));
        arrays.put("steps", LongArray.full(Shape.SCALAR, 9));
        SafeTensors.write(
                file, new NamedArrays(arrays, Map.of("format", "pt")), StorageFormat.DEFAULT.withFloats(Dtype.F16));
    }

    @Test
    void tellsWhatIsInTheFile() throws IOException {
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            assertThat(open.names()).containsExactly("mask", "weight", "steps");
            assertThat(open.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(open.shape("weight")).isEqualTo(Shape.of(2, LARGE));
            assertThat(open.dtype("weight")).isEqualTo(Dtype.F16);
            assertThat(open.dtype("mask")).isEqualTo(Dtype.BOOL);
            assertThatThrownBy(() -> open.shape("bias"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no array named \"bias\"");
        }
    }

    @Test
    void arraysOutliveTheFile() throws IOException {
        NDArray weight;
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            weight = (NDArray) open.array("weight");
            assertThat(((LongArray) open.array("steps")).item()).isEqualTo(9);
            assertThat(open.read().arrays().keySet()).isEqualTo(open.names());
        }
        assertThat(weight.toArray()).containsOnly(1.5f);
    }

    /// The bytes of the others are not looked at: here they are no truth values.
    @Test
    void oneArrayIsReadWithoutTheOthers() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {7}), channel.size() - 1);
        }
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            assertThat(((LongArray) open.array("steps")).item()).isEqualTo(9);
            assertThatThrownBy(() -> open.array("mask"))
                    .isInstanceOf(FileFormatException.class)
                    .hasMessage(file + ": tensor \"mask\": element 2 is the byte 7; a truth value is 0 or 1");
        }
    }

    @Test
    void aClosedFileIsToldSo() throws IOException {
        SafeTensorsFile closed = SafeTensors.open(file);
        closed.close();
        closed.close();
        assertThat(closed.names()).hasSize(3);
        assertThatThrownBy(() -> closed.array("steps"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has been closed");
        assertThatThrownBy(closed::read).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFileMayBeReplacedWhileItIsOpen() throws IOException {
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            SafeTensors.write(file, Map.of("other", NDArray.zeros(Shape.of(1))));
            assertThat(((NDArray) open.array("weight")).toArray()).containsOnly(1.5f);
        }
        assertThat(SafeTensors.read(file).arrays()).containsOnlyKeys("other");
    }

    /// Its pages are gone, and touching them is a fault in the JVM.
    @Test
    void aFileThatIsCutShortWhileItIsOpenIsToldSo() throws IOException {
        long length = Files.size(file);
        try (SafeTensorsFile open = SafeTensors.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(4321);
            }
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> open.array("weight"))
                        .isInstanceOf(FileFormatException.class)
                        .hasMessage(file + ": the file has been cut short while it was open: it had " + length
                                + " bytes and has 4321");
                assertThatThrownBy(open::read).isInstanceOf(FileFormatException.class);
            }
        }
    }

    @Test
    void whatIsNoFileIsToldSo() {
        assertThatThrownBy(() -> SafeTensors.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessage(directory + " is a directory, not a file to be read");
        assertThatThrownBy(() -> SafeTensors.open(directory.resolve("missing")))
                .isInstanceOf(NoSuchFileException.class);
    }

    /// What could not be opened is not held open: it can be written anew, on every system.
    @Test
    void aMalformedFileIsRefusedAtOnce() throws IOException {
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> SafeTensors.open(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(file + ": the header must begin with '{'");
    }
}
