package lanewise.nn.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;

/// A table from a file of comma-separated values (RFC 4180), whose columns become tensors.
///
/// ```java
/// Csv iris = Csv.read(Path.of("iris.csv"));
/// Csv.Categories species = iris.categories("species");
/// var dataset = TensorDataset.of(iris.numbersExcept("species"), species.labels());
/// ```
///
/// What is wrong in the file is named with its line and column, both from 1.
public final class Csv {
    private static final Pattern NUMBER = Pattern.compile(
            "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|nan|[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

    private final Path file;
    private final List<String> columns;
    private final List<CsvParser.Fields> rows;

    private Csv(Path file, List<String> columns, List<CsvParser.Fields> rows) {
        this.file = file;
        this.columns = columns;
        this.rows = rows;
    }

    /// Reads a file with commas and a header.
    ///
    /// @throws FileFormatException as in [#read(Path, CsvOptions)]
    /// @throws IOException if reading fails
    public static Csv read(Path file) throws IOException {
        return read(file, CsvOptions.DEFAULT);
    }

    /// Reads a file.
    ///
    /// @throws java.nio.file.NoSuchFileException if there is no such file
    /// @throws FileFormatException if it is not UTF-8, quotes are not in order, a row has more or fewer fields than
    ///     the first, or two columns have the same name
    /// @throws IOException if reading fails
    public static Csv read(Path file, CsvOptions options) throws IOException {
        List<CsvParser.Fields> records = new CsvParser(file, TextFile.read(file), options.separator()).records();
        if (records.isEmpty()) {
            throw new FileFormatException(file + ": there are no values");
        }
        int width = records.getFirst().values().size();
        for (CsvParser.Fields row : records) {
            if (row.values().size() != width) {
                throw new FileFormatException(file + ", line " + row.line() + ": "
                        + row.values().size() + " fields; the first line has " + width);
            }
        }
        if (!options.header()) {
            return new Csv(
                    file, IntStream.range(0, width).mapToObj(Integer::toString).toList(), records);
        }
        List<String> columns = records.getFirst().values();
        HashSet<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new FileFormatException(
                        file + ", line " + records.getFirst().line() + ": two columns are called \"" + column + "\"");
            }
        }
        return new Csv(file, columns, records.subList(1, records.size()));
    }

    /// The names of the columns.
    public List<String> columns() {
        return columns;
    }

    /// The number of rows, the header not counted.
    public int size() {
        return rows.size();
    }

    /// The text of a column.
    ///
    /// @throws IllegalArgumentException if there is no such column
    public List<String> texts(String column) {
        int c = index(column);
        return rows.stream().map(row -> row.values().get(c)).toList();
    }

    /// Columns of numbers, as `[n, columns]`: decimal numbers, `nan` and `inf`, with or without space around them.
    ///
    /// @param names in the order of the result; none for all columns
    /// @throws IllegalArgumentException if there is no such column
    /// @throws FileFormatException if a field is no number
    public Tensor numbers(String... names) throws FileFormatException {
        List<String> wanted = names.length == 0 ? columns : List.of(names);
        int[] indices = wanted.stream().mapToInt(this::index).toArray();
        float[] numbers = new float[Math.multiplyExact(rows.size(), indices.length)];
        int at = 0;
        for (CsvParser.Fields row : rows) {
            for (int c : indices) {
                numbers[at++] = number(row, c);
            }
        }
        return Tensor.of(Shape.of(rows.size(), indices.length), numbers);
    }

    /// All columns of numbers but these; see [#numbers].
    ///
    /// @throws IllegalArgumentException if there is no such column
    /// @throws FileFormatException if a field is no number
    public Tensor numbersExcept(String... names) throws FileFormatException {
        for (String name : names) {
            index(name);
        }
        List<String> left = new ArrayList<>(columns);
        left.removeAll(Arrays.asList(names));
        if (left.isEmpty()) {
            throw new IllegalArgumentException("Csv: no column is left");
        }
        return numbers(left.toArray(new String[0]));
    }

    /// A column of categories: each different text is one, in alphabetical order.
    ///
    /// @throws IllegalArgumentException if there is no such column
    public Categories categories(String column) {
        List<String> texts = texts(column);
        List<String> names = List.copyOf(new TreeSet<>(texts));
        Map<String, Integer> labels = numbered(names);
        return new Categories(
                LongTensor.of(texts.stream().mapToLong(labels::get).toArray()), names);
    }

    /// A column of known categories; so the files to train and to test with have the same labels.
    ///
    /// @throws IllegalArgumentException if there is no such column
    /// @throws FileFormatException if a field is none of the names
    public LongTensor categories(String column, List<String> names) throws FileFormatException {
        int c = index(column);
        Map<String, Integer> labels = numbered(names);
        long[] found = new long[rows.size()];
        for (int i = 0; i < found.length; i++) {
            Integer label = labels.get(rows.get(i).values().get(c));
            if (label == null) {
                throw error(rows.get(i), c, "is none of the categories " + names);
            }
            found[i] = label;
        }
        return LongTensor.of(found);
    }

    /// @param labels `[n]`, the place of each row's category in `names`
    /// @param names of the categories
    public record Categories(LongTensor labels, List<String> names) {}

    private static Map<String, Integer> numbered(List<String> names) {
        Map<String, Integer> labels = new LinkedHashMap<>();
        for (String name : names) {
            labels.put(name, labels.size());
        }
        return labels;
    }

    private float number(CsvParser.Fields row, int column) throws FileFormatException {
        String text = row.values().get(column).strip();
        if (!NUMBER.matcher(text).matches()) {
            throw error(row, column, "is no number");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith("n")) {
            return Float.NaN;
        } else if (lower.contains("inf")) {
            return lower.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        }
        return Float.parseFloat(text);
    }

    private int index(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException(file + ": there is no column \"" + column + "\"; there are " + columns);
        }
        return index;
    }

    private FileFormatException error(CsvParser.Fields row, int column, String what) {
        String text = row.values().get(column);
        return new FileFormatException(file + ", line " + row.line() + ", column " + (column + 1) + " ("
                + columns.get(column) + "): " + (text.isEmpty() ? "nothing is there, which " : "\"" + text + "\" ")
                + what);
    }
}
