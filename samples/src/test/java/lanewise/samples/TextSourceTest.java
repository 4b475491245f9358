package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void readsSourcesAndTextsButNothingBuiltOrHidden() throws IOException {
        write("b/Two.java", "2");
        write("a/One.java", "1");
        write("README.md", "0");
        write("c/note.txt", "3");
        write("a/target/Built.java", "x");
        write(".git/hidden.txt", "x");
        write("a/picture.png", "x");
        assertThat(TextSource.read(folder)).isEqualTo("0123");
        assertThat(TextSource.read(folder.resolve("a/picture.png"))).isEqualTo("x");
    }

    /// The module that the test runs in.
    @Test
    void readsTheProjectsOwnSourcesByDefault() throws IOException {
        assertThat(TextSource.read(null)).contains("class TextSourceTest");
    }

    @Test
    void saysThatThereIsNothing() {
        assertThatThrownBy(() -> TextSource.read(folder))
                .isInstanceOf(FileFormatException.class)
                .hasMessage("there are no sources or texts (.java, .md, .txt) below " + folder
                        + "; --data FILE reads any text");
    }
}
