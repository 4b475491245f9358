package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    private Path folder = Path.of("");

    /// A file's bytes: header and elements 0, 1, 2, ...
    static byte[] bytes(int... sizes) {
        int elements = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + elements);
        bytes.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int i = 0; i < elements; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file"), bytes);
    }

    private void refuses(byte[] bytes, int dimensions, String message) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> Idx.read(file, dimensions))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + ": " + message);
    }

    @Test
    void readsPlainAndCompressedFiles() throws IOException {
        for (byte[] content : new byte[][] {bytes(3, 10, 9), compressed(bytes(3, 10, 9))}) {
            Idx images = Idx.read(write(content), 3);
            assertThat(images.shape()).isEqualTo(Shape.of(3, 10, 9));
            assertThat(images.toLong().get(2, 9, 8)).isEqualTo(269 % 256);
            assertThat(images.toLong().get(2, 7, 4)).isEqualTo(247);
            assertThat(images.toUnitInterval().array().get(2, 8, 3)).isEqualTo(1f);
            assertThat(images.toUnitInterval().array().get(0, 5, 6)).isEqualTo(51 / 255f);
            assertThat(images.file()).isEqualTo(folder.resolve("file"));
        }
    }

    @Test
    void readsNoExamplesAtAll() throws IOException {
        assertThat(Idx.read(write(bytes(0)), 1).toLong().elements()).isZero();
    }

    @Test
    void refusesAMissingFile() {
        Path file = folder.resolve("nothing");
        assertThatThrownBy(() -> Idx.read(file, 1))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(file + ": there is no such file");
    }

    @Test
    void refusesAnotherBeginning() throws IOException {
        byte[] content = bytes(4);
        content[0] = 1;
        refuses(content, 1, "byte 0: not an IDX file: it must start with 00 00 08 01, not 01 00 08 01");
    }

    @Test
    void refusesAnotherElementType() throws IOException {
        byte[] content = bytes(4);
        content[2] = 0x0d;
        refuses(content, 1, "byte 2: elements of type 0x0d; only unsigned bytes, 0x08, are read");
    }

    @Test
    void refusesAnotherNumberOfDimensions() throws IOException {
        refuses(bytes(4), 3, "byte 3: 3 dimensions expected, the header says 1");
    }

    @Test
    void refusesAHeaderThatEndsTooEarly() throws IOException {
        refuses(new byte[0], 1, "byte 0: the header ends too early: 4 bytes expected, 0 found");
        refuses(Arrays.copyOf(bytes(4), 6), 1, "byte 6: the header ends too early: 4 bytes expected, 2 found");
    }

    @Test
    void refusesSizesThatCannotBe() throws IOException {
        byte[] negative = bytes(4);
        negative[4] = (byte) 0xff;
        refuses(negative, 1, "byte 4: the header's sizes [-16777212] cannot be");
        byte[] huge = bytes(1, 1);
        huge[4] = 0x40;
        huge[8] = 0x40;
        refuses(huge, 2, "byte 4: the header's sizes [1073741825, 1073741825] cannot be");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        refuses(
                Arrays.copyOf(bytes(2, 5), 21),
                2,
                "byte 21: truncated: the header says [2, 5], 10 elements; 9 are there");
        refuses(
                compressed(Arrays.copyOf(bytes(2, 5), 21)),
                2,
                "byte 21: truncated: the header says [2, 5], 10 elements; 9 are there");
    }

    @Test
    void aHeaderThatPromisesTooMuchTakesNoMemory() throws IOException {
        byte[] content = bytes(4);
        content[4] = 0x7f;
        refuses(content, 1, "byte 12: truncated: the header says [2130706436], 2130706436 elements; 4 are there");
    }

    @Test
    void refusesTrailingBytes() throws IOException {
        refuses(Arrays.copyOf(bytes(4), 15), 1, "byte 12: the header says [4], 4 elements; 3 bytes more follow them");
    }

    @Test
    void refusesBrokenCompression() throws IOException {
        byte[] content = compressed(bytes(100, 100));
        Path cut = write(Arrays.copyOf(content, content.length - 20));
        assertThatThrownBy(() -> Idx.read(cut, 2))
                .isInstanceOf(FileFormatException.class)
                .hasMessageMatching(
                        "\\Q" + cut + "\\E: the compressed data is broken behind byte \\d+ of the content: .+");
        content[content.length - 6] ^= 1; // in the checksum
        Path wrong = write(content);
        assertThatThrownBy(() -> Idx.read(wrong, 2))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(wrong + ": the compressed data is broken behind byte 10012 of the content: ");
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Damage.check(folder.resolve("file"), bytes(3, 10, 9), 1000, file -> Idx.read(file, 3));
        Damage.check(folder.resolve("file"), compressed(bytes(3, 10, 9)), 1000, file -> Idx.read(file, 3));
    }
}
