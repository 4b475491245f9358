package lanewise.nn.data.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.Json;

/// A token for each character (code point) that occurs in a text, in the order of their numbers in Unicode.
public final class CharTokenizer implements Tokenizer {
    private final int[] characters;
    private final Map<Integer, Integer> tokens = new HashMap<>();

    private CharTokenizer(int[] characters) {
        this.characters = characters;
        for (int i = 0; i < characters.length; i++) {
            tokens.put(characters[i], i);
        }
    }

    /// The vocabulary of a text's characters.
    ///
    /// @throws IllegalArgumentException if the text has half a surrogate pair
    public static CharTokenizer of(String text) {
        Utf8.checkCharacters(text);
        return new CharTokenizer(text.codePoints().sorted().distinct().toArray());
    }

    /// Reads a vocabulary that [#save] wrote: a JSON list of the characters in the order of their tokens.
    ///
    /// @throws FileFormatException if it is none, or a character is there twice
    /// @throws IOException if reading fails
    public static CharTokenizer load(Path file) throws IOException {
        if (!(JsonFile.parse(file) instanceof List<?> list)) {
            throw new FileFormatException(file + ": a list of characters is expected");
        }
        int[] characters = new int[list.size()];
        for (int i = 0; i < characters.length; i++) {
            if (!(list.get(i) instanceof String text) || text.codePointCount(0, text.length()) != 1) {
                throw new FileFormatException(
                        file + ": element " + i + " is " + Json.write(list.get(i)) + ", not one character");
            }
            characters[i] = text.codePointAt(0);
        }
        CharTokenizer tokenizer = new CharTokenizer(characters);
        if (tokenizer.tokens.size() < characters.length) {
            throw new FileFormatException(file + ": a character is there twice");
        }
        return tokenizer;
    }

    /// Writes the vocabulary to a file.
    public void save(Path file) throws IOException {
        List<String> list = new ArrayList<>();
        for (int character : characters) {
            list.add(Character.toString(character));
        }
        Files.writeString(file, Json.write(list));
    }

    @Override
    public int vocabularySize() {
        return characters.length;
    }

    @Override
    public int[] encode(String text) {
        int[] encoded = new int[text.codePointCount(0, text.length())];
        int at = 0;
        for (int i = 0; i < encoded.length; i++) {
            int character = text.codePointAt(at);
            Integer token = tokens.get(character);
            if (token == null) {
                throw new IllegalArgumentException("encode: U+%04X at character %d is not in the vocabulary of %d"
                        .formatted(character, at, characters.length));
            }
            encoded[i] = token;
            at += Character.charCount(character);
        }
        return encoded;
    }

    @Override
    public String decode(int... tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (token < 0 || token >= characters.length) {
                throw new IllegalArgumentException(
                        "decode: token " + token + " is not from 0 to " + (characters.length - 1));
            }
            text.appendCodePoint(characters[token]);
        }
        return text.toString();
    }

    /// The characters by their tokens, quoted as JSON does.
    @Override
    public String toString() {
        return "CharTokenizer("
                + Json.write(decode(IntStream.range(0, characters.length).toArray())) + ")";
    }
}
