package lanewise.engine.io;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text in the header of an npy file: a dict as Python writes it, of exactly the three keys `descr`,
/// `fortran_order` and `shape`, each once.
///
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`
final class NpyHeaderText {
    /// As many dimensions as numpy knows.
    static final int MAX_RANK = 64;

    private final String text;
    private int at;
    private @Nullable String descr;
    private @Nullable Boolean fortranOrder;
    private @Nullable List<Long> shape;

    private NpyHeaderText(String text) {
        this.text = text;
    }

    /// What such a text says.
    ///
    /// @param descr the elements' type
    /// @param fortranOrder whether the first index runs fastest
    record Fields(String descr, boolean fortranOrder, List<Long> shape) {}

    /// @throws FileFormatException with the position in `text` at which it is not such a dict
    static Fields parse(String text) throws FileFormatException {
        return new NpyHeaderText(text).fields();
    }

    private Fields fields() throws FileFormatException {
        expect('{');
        while (!taken('}')) {
            field();
            if (!taken(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw error("nothing may follow the dict");
        }
        String descr = this.descr;
        Boolean fortranOrder = this.fortranOrder;
        List<Long> shape = this.shape;
        if (descr == null || fortranOrder == null || shape == null) {
            throw new FileFormatException("the header has no "
                    + (descr == null ? "'descr'" : fortranOrder == null ? "'fortran_order'" : "'shape'"));
        }
        return new Fields(descr, fortranOrder, shape);
    }

    private void field() throws FileFormatException {
        skipSpace();
        int start = at;
        String key = string("a key in quotes is needed");
        boolean twice = switch (key) {
            case "descr" -> descr != null;
            case "fortran_order" -> fortranOrder != null;
            case "shape" -> shape != null;
            default -> false;
        };
        if (twice) {
            at = start;
            throw error("the key '" + key + "' is there twice");
        }
        expect(':');
        switch (key) {
            case "descr" -> descr = descr();
            case "fortran_order" -> fortranOrder = truth();
            case "shape" -> shape = tuple();
            default -> {
                at = start;
                throw error("there is no key " + JsonWriter.quoted(key)
                        + " in a header, only 'descr', 'fortran_order' and 'shape'");
            }
        }
    }

    private String descr() throws FileFormatException {
        skipSpace();
        if (peek() == '[') {
            throw error("structured types are not read");
        }
        if (peek() == '(') {
            throw error("types with a shape of their own are not read");
        }
        return string("a type in quotes is needed");
    }

    private boolean truth() throws FileFormatException {
        skipSpace();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw error("True or False is needed");
    }

    /// `()`, `(3,)`, `(3, 4)`, `(3, 4,)`; but not `(3)`, which in Python is a number.
    private List<Long> tuple() throws FileFormatException {
        List<Long> sizes = new ArrayList<>();
        expect('(');
        while (!taken(')')) {
            if (sizes.size() == MAX_RANK) {
                throw error("an array has at most " + MAX_RANK + " dimensions");
            }
            sizes.add(size());
            if (!taken(',')) {
                if (sizes.size() == 1) {
                    throw error("a tuple of one size has a comma behind it");
                }
                expect(')');
                break;
            }
        }
        return sizes;
    }

    private long size() throws FileFormatException {
        skipSpace();
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw error("a size is needed, a whole number from 0 on");
        }
        if (digits.length() > 1 && digits.startsWith("0")) {
            at = start;
            throw error("a number does not begin with 0");
        }
        if (digits.length() > 18) { // any 18 digits are a long
            at = start;
            throw error("the size " + (digits.length() > 40 ? "of " + digits.length() + " digits" : digits)
                    + " is too big");
        }
        return Long.parseLong(digits);
    }

    private String string(String need) throws FileFormatException {
        skipSpace();
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw error(need);
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw error("the string does not end");
        }
        String string = text.substring(at + 1, end);
        for (int i = 0; i < string.length(); i++) {
            if (string.charAt(i) < ' ' || string.charAt(i) > '~' || string.charAt(i) == '\\') {
                at += 1 + i;
                throw error("a character that no key and no type has");
            }
        }
        at = end + 1;
        return string;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /// The next character, or 0 at the end.
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    /// Whether `c` comes next, after white space; it is passed then.
    private boolean taken(char c) {
        skipSpace();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws FileFormatException {
        if (!taken(c)) {
            throw error("'" + c + "' is needed");
        }
    }

    private FileFormatException error(String what) {
        String found = at < text.length() ? "at " + JsonWriter.quoted(text.substring(at, at + 1)) : "at the end";
        return new FileFormatException("the header, character " + at + ", " + found + ": " + what);
    }
}
