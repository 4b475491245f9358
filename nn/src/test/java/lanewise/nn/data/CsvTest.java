package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final String IRIS = """
        length,width,species
        5.1,3.5,setosa
        7,-3.2e1,versicolor
        .5,+2.,setosa
        """;

    @TempDir
    private Path folder = Path.of("");

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private void refuses(String text, String message) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> Csv.read(file).numbers())
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + message);
    }

    @Test
    void readsNumbersAndCategories() throws IOException {
        Csv iris = Csv.read(write(IRIS));
        assertThat(iris.columns()).containsExactly("length", "width", "species");
        assertThat(iris.size()).isEqualTo(3);
        assertThat(iris.numbersExcept("species").toArray()).containsExactly(5.1f, 3.5f, 7, -32, 0.5f, 2);
        assertThat(iris.numbers("width").shape()).isEqualTo(Shape.of(3, 1));
        assertThat(iris.numbers("width", "length").toArray()).containsExactly(3.5f, 5.1f, -32, 7, 2, 0.5f);
        Csv.Categories species = iris.categories("species");
        assertThat(species.names()).containsExactly("setosa", "versicolor");
        assertThat(species.labels().toArray()).containsExactly(0, 1, 0);
        assertThat(iris.categories("species", List.of("versicolor", "setosa")).toArray())
                .containsExactly(1, 0, 1);
        assertThat(iris.texts("species")).containsExactly("setosa", "versicolor", "setosa");
    }

    @Test
    void readsQuotedFieldsAndEitherLineEnd() throws IOException {
        Csv csv = Csv.read(write("\uFEFFa,\"b,\"\"c\"\"\"\r\n\"1\",\"two\nlines\"\r\n\r\n3,"));
        assertThat(csv.columns()).containsExactly("a", "b,\"c\"");
        assertThat(csv.texts("b,\"c\"")).containsExactly("two\nlines", "");
        assertThat(csv.numbers("a").toArray()).containsExactly(1, 3);
    }

    @Test
    void readsOtherSeparatorsAndNoHeader() throws IOException {
        Csv csv = Csv.read(
                write("1;2\n nan ;-INF"), CsvOptions.DEFAULT.withSeparator(';').withHeader(false));
        assertThat(csv.columns()).containsExactly("0", "1");
        assertThat(csv.numbers().toArray()).containsExactly(1, 2, Float.NaN, Float.NEGATIVE_INFINITY);
        assertThat(Csv.read(write("a\n")).size()).isZero();
        assertThatThrownBy(() -> CsvOptions.DEFAULT.withSeparator('"')).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesLineAndColumnOfWhatIsNoNumber() throws IOException {
        refuses("a,b\n1,2\n3,x4\n", ", line 3, column 2 (b): \"x4\" is no number");
        refuses("a,b\n\"1\n\",2\n,4\n", ", line 4, column 1 (a): nothing is there, which is no number");
        for (String text : List.of("1f", "0x1p3", "1_0", "1,0".substring(1), "--1", "1e", ".", "infin", "1d")) {
            Path file = write("a\n\"" + text + "\"\n");
            assertThatThrownBy(() -> Csv.read(file).numbers()).isInstanceOf(FileFormatException.class);
        }
    }

    @Test
    void namesRaggedRowsAndBadQuotes() throws IOException {
        refuses("a,b\n1,2\n\n3\n", ", line 4: 1 fields; the first line has 2");
        refuses("a,b\n1,2,3", ", line 2: 3 fields; the first line has 2");
        refuses("a\n1\"2", ", line 2, column 1: a quote within a field that does not begin with one");
        refuses("a,b\n1,\"2\n", ", line 2, column 2: the quote does not end");
        refuses("a\n\"1\"2", ", line 2, column 1: text behind the closing quote");
        refuses("a\n1\r2", ", line 2, column 1: a lone carriage return");
        refuses("a,a\n", ", line 1: two columns are called \"a\"");
        refuses("", ": there are no values");
    }

    @Test
    void namesUnknownCategoriesColumnsAndFiles() throws IOException {
        Path file = write(IRIS);
        Csv iris = Csv.read(file);
        assertThatThrownBy(() -> iris.categories("species", List.of("setosa")))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(file + ", line 3, column 3 (species): \"versicolor\" is none of the categories [setosa]");
        assertThatThrownBy(() -> iris.numbersExcept("colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": there is no column \"colour\"; there are [length, width, species]");
        assertThatThrownBy(() -> iris.numbersExcept("length", "width", "species"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Csv.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Damage.check(folder.resolve("table.csv"), IRIS.getBytes(StandardCharsets.UTF_8), 2000, file -> {
            Csv csv = Csv.read(file);
            csv.categories(csv.columns().getLast());
            csv.numbers(csv.columns().getFirst());
        });
    }
}
