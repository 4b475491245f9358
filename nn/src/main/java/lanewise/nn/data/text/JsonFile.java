package lanewise.nn.data.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.Json;
import lanewise.nn.data.TextFile;
import org.jspecify.annotations.Nullable;

/// A JSON object in a file, whose members are asked for by path; what is not as it must be is named by it.
///
/// @param where the file, and the path within
record JsonFile(String where, Map<?, ?> members) {
    /// @throws FileFormatException if it is no JSON
    static @Nullable Object parse(Path file) throws IOException {
        String text = TextFile.read(file);
        try {
            return Json.parse(text);
        } catch (FileFormatException e) {
            throw new FileFormatException(file + ": " + e.getMessage());
        }
    }

    /// @throws FileFormatException if it is no JSON object
    static JsonFile read(Path file) throws IOException {
        return of(file + ": ", parse(file));
    }

    private static JsonFile of(String where, @Nullable Object value) throws FileFormatException {
        if (value instanceof Map<?, ?> map) {
            return new JsonFile(where, map);
        }
        throw new FileFormatException(where + "an object is expected");
    }

    @Nullable
    Object get(String key) {
        return members.get(key);
    }

    JsonFile object(String key) throws FileFormatException {
        return of(where + key + ": ", get(key));
    }

    List<?> list(String key) throws FileFormatException {
        if (get(key) instanceof List<?> list) {
            return list;
        }
        throw error(key + " is missing, or no list");
    }

    JsonFile element(String key, int i) throws FileFormatException {
        return of(where + key + "[" + i + "]: ", list(key).get(i));
    }

    String text(String key) throws FileFormatException {
        if (get(key) instanceof String text) {
            return text;
        }
        throw error(key + " is missing, or no text");
    }

    int token(String key) throws FileFormatException {
        if (get(key) instanceof Long number && number >= 0 && number <= BpeVocabulary.MAX_TOKEN) {
            return number.intValue();
        }
        throw error(key + " is missing, or no number from 0 to " + BpeVocabulary.MAX_TOKEN);
    }

    /// That nothing changes how text is divided in a way that is not known here.
    ///
    /// @param plain the values beside nothing that change nothing
    void requireOneOf(String key, Object... plain) throws FileFormatException {
        Object value = get(key);
        if (value != null && !List.of(plain).contains(value)) {
            throw error(key + " is " + Json.write(value) + "; only " + (plain.length == 0 ? "null" : List.of(plain))
                    + " can be read");
        }
    }

    FileFormatException error(String message) {
        return new FileFormatException(where + message);
    }
}
