package lanewise.nn.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.engine.io.FileFormatException;

/// Divides a text into records and fields by RFC 4180: a field in double quotes may hold separators and line ends,
/// and quotes if they are doubled. Lines end with `\n` or `\r\n`. Lines with nothing in them are passed over.
final class CsvParser {
    private final Path file;
    private final String text;
    private final char separator;
    private int at;
    private int line = 1;

    CsvParser(Path file, String text, char separator) {
        this.file = file;
        this.text = text;
        this.separator = separator;
    }

    /// @param line the line of the file on which it begins, from 1
    record Fields(int line, List<String> values) {}

    /// All records.
    List<Fields> records() throws FileFormatException {
        List<Fields> records = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        while (at < text.length()) {
            if (skipLineEnd()) {
                continue;
            }
            int begun = line;
            fields.clear();
            do {
                fields.add(field(fields.size() + 1));
            } while (skipSeparator());
            if (at < text.length() && !skipLineEnd()) {
                throw error(line, fields.size(), "a lone carriage return");
            }
            records.add(new Fields(begun, List.copyOf(fields)));
        }
        return records;
    }

    private String field(int column) throws FileFormatException {
        return at < text.length() && text.charAt(at) == '"' ? quoted(column) : plain(column);
    }

    private String plain(int column) throws FileFormatException {
        int start = at;
        while (at < text.length() && !endsField(text.charAt(at))) {
            if (text.charAt(at) == '"') {
                throw error(line, column, "a quote within a field that does not begin with one");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted(int column) throws FileFormatException {
        int begun = line;
        StringBuilder field = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw error(begun, column, "the quote does not end");
            }
            field.append(text, at, quote);
            line += (int)
                    text.substring(at, quote).chars().filter(c -> c == '\n').count();
            at = quote + 1;
            if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at < text.length() && !endsField(text.charAt(at))) {
                throw error(line, column, "text behind the closing quote");
            } else {
                return field.toString();
            }
        }
    }

    private boolean endsField(char c) {
        return c == separator || c == '\n' || c == '\r';
    }

    private boolean skipSeparator() {
        boolean there = at < text.length() && text.charAt(at) == separator;
        at += there ? 1 : 0;
        return there;
    }

    private boolean skipLineEnd() {
        int length = text.startsWith("\n", at) ? 1 : text.startsWith("\r\n", at) ? 2 : 0;
        at += length;
        line += length > 0 ? 1 : 0;
        return length > 0;
    }

    private FileFormatException error(int line, int column, String what) {
        return new FileFormatException(file + ", line " + line + ", column " + column + ": " + what);
    }
}
