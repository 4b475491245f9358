package lanewise.nn.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.engine.io.FileFormatException;
import lanewise.nn.data.Damage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [ByteTokenizer] and [CharTokenizer].
class TokenizersTest {
    private static final String TEXT = "grün 中 🙂\n\0\"";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void bytesAreThoseOfUtf8() {
        ByteTokenizer bytes = new ByteTokenizer();
        assertThat(bytes.encode("aü")).containsExactly('a', 0xc3, 0xbc);
        assertThat(bytes.decode(bytes.encode(TEXT))).isEqualTo(TEXT);
        assertThat(bytes.decode(0xc3, 'a')).isEqualTo("\ufffda");
        assertThat(bytes.vocabularySize()).isEqualTo(256);
        assertThatThrownBy(() -> bytes.decode(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bytes.encode("\udc00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void charactersAreNumberedInOrder() {
        CharTokenizer characters = CharTokenizer.of("banana🙂");
        assertThat(characters.vocabularySize()).isEqualTo(4);
        assertThat(characters.encode("nab🙂")).containsExactly(2, 0, 1, 3);
        assertThat(characters.decode(3, 0)).isEqualTo("🙂a");
        assertThat(characters).hasToString("CharTokenizer(\"abn🙂\")");
        assertThatThrownBy(() -> characters.encode("🙂x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("encode: U+0078 at character 2 is not in the vocabulary of 4");
        assertThatThrownBy(() -> characters.decode(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decode: token 4 is not from 0 to 3");
    }

    @Test
    void aVocabularyOfCharactersIsSavedAndLoaded() throws IOException {
        Path file = folder.resolve("characters.json");
        CharTokenizer.of(TEXT).save(file);
        CharTokenizer loaded = CharTokenizer.load(file);
        assertThat(loaded.encode(TEXT)).isEqualTo(CharTokenizer.of(TEXT).encode(TEXT));
        refuses(file, "{}", ": a list of characters is expected");
        refuses(file, "[\"a\",\"bc\"]", ": element 1 is \"bc\", not one character");
        refuses(file, "[\"a\",1]", ": element 1 is 1, not one character");
        refuses(file, "[\"a\",\"a\"]", ": a character is there twice");
        refuses(file, "[", ": no valid JSON, character 1, at the end: a value is needed");
    }

    private static void refuses(Path file, String json, String message) throws IOException {
        Files.writeString(file, json);
        assertThatThrownBy(() -> CharTokenizer.load(file))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + message);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        byte[] content = "[\"a\",\"b\",\"🙂\",\"\\n\"]".getBytes(StandardCharsets.UTF_8);
        Damage.check(folder.resolve("characters.json"), content, 2000, CharTokenizer::load);
    }
}
