package lanewise.engine.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A strict reader and writer of JSON (RFC 8259), for headers, states and vocabularies: one value and nothing
/// behind it but white space, no name twice in an object, no escape for half a surrogate pair, no number beyond a
/// double's range.
///
/// Values are a `Map` or `List` in the text's order, a `String`, `Boolean` or null, and for numbers a `Long` where
/// the text is a whole number that fits (without point, exponent or negative zero), otherwise a `Double`.
public final class Json {
    /// How many objects and arrays may lie within each other: as many as the reference reader of safetensors
    /// allows.
    static final int MAX_DEPTH = 127;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /// The value that `text` spells.
    ///
    /// @throws FileFormatException with the position in `text` at which it is not JSON
    public static @Nullable Object parse(String text) throws FileFormatException {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skipSpace();
        if (json.at < text.length()) {
            throw json.error("nothing may follow the value");
        }
        return value;
    }

    /// The text of a value, without white space: of a map with strings as keys, a list, string, boolean, null,
    /// whole number, or finite other number.
    ///
    /// @throws IllegalArgumentException if JSON has no such value
    public static String write(@Nullable Object value) {
        return JsonWriter.write(value);
    }

    private @Nullable Object value(int depth) throws FileFormatException {
        skipSpace();
        return switch (peek()) {
            case '{' -> object(deeper(depth));
            case '[' -> array(deeper(depth));
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private int deeper(int depth) throws FileFormatException {
        if (depth == MAX_DEPTH) {
            throw error("values nest deeper than " + MAX_DEPTH);
        }
        return depth + 1;
    }

    /// @param depth how many objects and arrays there are with this one
    private Map<String, @Nullable Object> object(int depth) throws FileFormatException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (taken('}')) {
            return object;
        }
        do {
            skipSpace();
            if (peek() != '"') {
                throw error("a name in double quotes is needed");
            }
            int start = at;
            String name = string();
            if (object.containsKey(name)) {
                at = start;
                throw error("the name " + JsonWriter.quoted(name) + " is there twice");
            }
            skipSpace();
            expect(':');
            object.put(name, value(depth));
            skipSpace();
        } while (taken(','));
        expect('}');
        return object;
    }

    private List<@Nullable Object> array(int depth) throws FileFormatException {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        skipSpace();
        if (taken(']')) {
            return array;
        }
        do {
            array.add(value(depth));
            skipSpace();
        } while (taken(','));
        expect(']');
        return array;
    }

    private String string() throws FileFormatException {
        StringBuilder string = new StringBuilder();
        at++;
        while (true) {
            char c = peek();
            if (c == '"') {
                at++;
                return string.toString();
            } else if (c == '\\') {
                at++;
                escape(string);
            } else if (c < ' ') {
                throw error(at < text.length() ? "a control character must be escaped" : "the string does not end");
            } else {
                string.append(c);
                at++;
            }
        }
    }

    private void escape(StringBuilder string) throws FileFormatException {
        char c = peek();
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            string.append("\"\\/\b\f\n\r\t".charAt(plain));
            at++;
        } else if (c == 'u') {
            int start = at - 1;
            char unit = unit();
            string.append(unit);
            if (Character.isHighSurrogate(unit)) {
                boolean paired = text.startsWith("\\u", at);
                at++;
                char low = paired ? unit() : 0;
                if (!Character.isLowSurrogate(low)) {
                    throw error(start, "half a surrogate pair");
                }
                string.append(low);
            } else if (Character.isLowSurrogate(unit)) {
                throw error(start, "half a surrogate pair");
            }
        } else {
            throw error("no such escape");
        }
    }

    /// The four hexadecimal digits after a `u`.
    private char unit() throws FileFormatException {
        int code = 0;
        for (int i = 1; i <= 4; i++) {
            int place = at + i;
            int digit =
                    place < text.length() && text.charAt(place) < 128 ? Character.digit(text.charAt(place), 16) : -1;
            if (digit < 0) {
                throw error("an escape \\u needs four hexadecimal digits");
            }
            code = (code << 4) | digit;
        }
        at += 5;
        return (char) code;
    }

    private Object number() throws FileFormatException {
        int start = at;
        taken('-');
        if (!taken('0')) {
            digits("a value is needed");
        }
        boolean whole = true;
        if (taken('.')) {
            whole = false;
            digits("a digit must follow the point");
        }
        if (taken('e') || taken('E')) {
            whole = false;
            if (!taken('+')) {
                taken('-');
            }
            digits("a digit must follow the exponent");
        }
        String spelled = text.substring(start, at);
        if (whole && !spelled.equals("-0") && spelled.length() <= 20) {
            try {
                return Long.valueOf(spelled);
            } catch (NumberFormatException e) {
                // too big for a long
            }
        }
        double number = Double.parseDouble(spelled);
        if (Double.isInfinite(number)) {
            throw error(start, "the number is too big for a double");
        }
        return number;
    }

    private void digits(String need) throws FileFormatException {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw error(need);
        }
    }

    private @Nullable Object word(String word, @Nullable Boolean value) throws FileFormatException {
        if (!text.startsWith(word, at)) {
            throw error("a value is needed");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /// The next character, or 0, which no JSON has, at the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean taken(char c) {
        boolean there = peek() == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws FileFormatException {
        if (!taken(c)) {
            throw error("'" + c + "' is needed");
        }
    }

    private FileFormatException error(String what) {
        return error(at, what);
    }

    private FileFormatException error(int place, String what) {
        String found = place < text.length()
                ? "at " + JsonWriter.quoted(text.substring(place, text.offsetByCodePoints(place, 1)))
                : "at the end";
        return new FileFormatException("no valid JSON, character " + place + ", " + found + ": " + what);
    }
}
