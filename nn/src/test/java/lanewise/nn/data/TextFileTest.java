package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path write(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve("text"), content);
    }

    private void refuses(String message, int... bytes) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> TextFile.read(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + ": not UTF-8: " + message);
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        Path file = folder.resolve("text");
        for (String text : new String[] {"", "a\r\nb\n", "grün 中 🙂\0"}) {
            Files.writeString(file, text);
            assertThat(TextFile.read(file)).isEqualTo(text);
            Files.writeString(file, "\uFEFF" + text);
            assertThat(TextFile.read(file)).isEqualTo(text);
        }
    }

    @Test
    void namesTheByteThatIsNoUtf8() throws IOException {
        refuses("byte 2 is 0xff, which begins no character", 'a', 'b', 0xff, 'c');
        refuses("byte 3 is 0xc3, which ends too early", 0xc3, 0xbc, 'b', 0xc3);
        refuses("byte 1 is 0xc0, which begins no character", 'a', 0xc0, 0x80, 'b');
        refuses("byte 0 is 0xed, which begins no character", 0xed, 0xa0, 0x80, 'b');
    }

    @Test
    void namesAMissingFile() {
        assertThatThrownBy(() -> TextFile.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] content = "grün 中 🙂 ß".getBytes(StandardCharsets.UTF_8);
        Damage.check(folder.resolve("text"), content, 2000, TextFile::read);
    }
}
