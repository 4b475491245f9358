package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void makesAndReplaces() throws IOException {
        Path file = directory.resolve("file");
        replace(file, "first, which is longer");
        assertThat(file).hasContent("first, which is longer");
        replace(file, "second");
        assertThat(file).hasContent("second");
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = directory.resolve("file");
        replace(file, "old");
        assertThatThrownBy(() -> AtomicFile.replace(file, channel -> {
                    channel.write(bytes("half of the new"));
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> AtomicFile.replace(file, channel -> {
                    channel.write(bytes("half of the new"));
                    throw new IllegalStateException("closed");
                }))
                .hasMessage("closed");
        assertThat(file).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    /// Until the end the old file is there, whole: a crash in the middle leaves it.
    @Test
    void theOldFileIsThereWhileTheNewOneIsWritten() throws IOException {
        Path file = directory.resolve("file");
        replace(file, "old");
        AtomicFile.replace(file, channel -> {
            channel.write(bytes("ne"));
            assertThat(file).hasContent("old");
            channel.write(bytes("w"));
        });
        assertThat(file).hasContent("new");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = directory.resolve("file");
        Path link = directory.resolve("link");
        replace(file, "old");
        Files.createSymbolicLink(link, file);
        replace(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void whatCannotBeWrittenIsSaid() {
        assertThatThrownBy(() -> replace(directory, "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> replace(directory.resolve("missing/file"), "x"))
                .isInstanceOf(NoSuchFileException.class);
    }

    private static void replace(Path file, String content) throws IOException {
        AtomicFile.replace(file, channel -> channel.write(bytes(content)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
