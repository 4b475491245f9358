package lanewise.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
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
        assertThatThrownBy(() -> replace(Path.of("/dev/null"), "x"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a file to be written");
    }

    @Test
    void checkingLeavesNothingBehind() throws IOException {
        Path file = directory.resolve("file");
        AtomicFile.checkWritable(file);
        assertThat(directory).isEmptyDirectory();
        replace(file, "old");
        AtomicFile.checkWritable(file);
        assertThat(file).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("file");
        assertThatThrownBy(() -> AtomicFile.checkWritable(directory.resolve("missing/file")))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> AtomicFile.checkWritable(file.resolve("below")))
                .isInstanceOf(IOException.class);
    }

    /// Each of two writers has a file of its own; whoever ends last is there.
    @Test
    void severalWritersDoNotDisturbEachOther() throws IOException {
        Path file = directory.resolve("file");
        AtomicFile.replace(file, outer -> {
            outer.write(bytes("out"));
            replace(file, "inner");
            assertThat(file).hasContent("inner");
            outer.write(bytes("er"));
        });
        assertThat(file).hasContent("outer");
        assertThat(directory.toFile().list()).containsExactly("file");
    }

    @Test
    void whatAKilledProgramLeftIsRemoved() throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        replace(file, "old");
        Process killed = startAndWaitHalfWay(file);
        killed.destroyForcibly().waitFor();
        assertThat(file).hasContent("old");
        assertThat(directory.toFile().list()).hasSize(2);
        Path others = Files.writeString(directory.resolve("file.backup.tmp"), "a user's");
        replace(file, "new");
        assertThat(file).hasContent("new");
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("file", "file.backup.tmp");
        assertThat(others).hasContent("a user's");
    }

    @Test
    void whatALivingProgramIsWritingIsLeftAlone() throws IOException, InterruptedException {
        Path file = directory.resolve("file");
        Process other = startAndWaitHalfWay(file);
        try {
            replace(file, "new");
            assertThat(directory.toFile().list()).hasSize(2);
            other.getOutputStream().write('\n');
            other.getOutputStream().close();
            assertThat(other.waitFor()).isZero();
            assertThat(file).hasContent("from another process");
            assertThat(directory.toFile().list()).containsExactly("file");
        } finally {
            other.destroyForcibly();
        }
    }

    private static Process startAndWaitHalfWay(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of("target", "classes") + File.pathSeparator + Path.of("target", "test-classes"),
                        AtomicFileProgram.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("half way");
        return process;
    }

    private static void replace(Path file, String content) throws IOException {
        AtomicFile.replace(file, channel -> channel.write(bytes(content)));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
