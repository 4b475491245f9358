package lanewise.nn.data;

/// How a file of separated values is written.
///
/// @param separator what stands between two fields: a comma, a semicolon, a tab
/// @param header whether the first record names the columns; otherwise they are called `0`, `1`, ...
public record CsvOptions(char separator, boolean header) {
    /// Commas, and a header.
    public static final CsvOptions DEFAULT = new CsvOptions(',', true);

    /// @throws IllegalArgumentException if the separator is a quote or a line end
    public CsvOptions {
        if (separator == '"' || separator == '\n' || separator == '\r') {
            throw new IllegalArgumentException("CsvOptions: the separator cannot be a quote or a line end");
        }
    }

    /// The same with another separator.
    public CsvOptions withSeparator(char separator) {
        return new CsvOptions(separator, header);
    }

    /// The same with or without a header.
    public CsvOptions withHeader(boolean header) {
        return new CsvOptions(separator, header);
    }
}
