package lanewise.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Problem PROBLEM = Problems.named("gemm NN 8x8x8");
    private static final Row.Cell OURS = new Row.Cell(new Timing(2_000, 3_000, 0.2), "");

    private final Table table = new Table(List.of("Lanewise", "one", "two"), List.of(PROBLEM));

    @Test
    void columnsStandBelowEachOther() {
        String[] head = table.head().split(System.lineSeparator());
        Row row = new Row(PROBLEM, 1, List.of(OURS, Row.Cell.NONE, Row.Cell.NONE), 1_000);
        assertThat(head).hasSize(2);
        assertThat(head[1]).hasSameSizeAs(head[0]).startsWith("| ---").matches("[-:| ]+");
        assertThat(table.line(row)).hasSameSizeAs(head[0]);
    }

    /// The best peer by fastest samples is not the best by medians.
    @Test
    void ratiosAreToTheBestPeer() {
        Row.Cell one = new Row.Cell(new Timing(3_000, 9_000, 0), "");
        Row.Cell two = new Row.Cell(new Timing(4_000, 6_000, 0), "");
        Row row = new Row(PROBLEM, 1, List.of(OURS, one, two), 1_000);
        assertThat(cells(row))
                .containsExactly("gemm NN 8x8x8", "1", "2.00", "3.00", "4.00", "1.50", "2.00", "50 %", "0");
    }

    @Test
    void whatIsMissingIsSaid() {
        Row row = new Row(PROBLEM, 2, List.of(OURS, new Row.Cell(null, "n/a"), Row.Cell.NONE), 1_000);
        assertThat(cells(row)).containsExactly("gemm NN 8x8x8", "2", "2.00", "n/a", "-", "-", "-", "50 %", "0");
    }

    @Test
    void oursMayBeMissing() {
        Row.Cell one = new Row.Cell(new Timing(3_000, 9_000, 0), "");
        Row row = new Row(PROBLEM, 1, List.of(Row.Cell.NONE, one, Row.Cell.NONE), 1_000);
        assertThat(cells(row)).containsExactly("gemm NN 8x8x8", "1", "-", "3.00", "-", "-", "-", "-", "-");
    }

    @Test
    void timesHaveThreeDigits() {
        assertThat(List.of(12.0, 1_234.0, 12_345.0, 123_456.0, 12_345_678.0))
                .extracting(Table::microseconds)
                .containsExactly("0.012", "1.23", "12.3", "123", "12346");
    }

    @Test
    void jsonHasALineForEachTime() {
        Row row = new Row(PROBLEM, 1, List.of(OURS, Row.Cell.NONE, Row.Cell.NONE), 1_000);
        assertThat(JsonLines.of(row, List.of("Lanewise", "one", "two")))
                .isEqualToIgnoringNewLines(
                        "{\"problem\":\"gemm NN 8x8x8\",\"threads\":1,\"contender\":\"Lanewise\",\"best_us\":2.0000,"
                                + "\"median_us\":3.0000,\"limit_us\":1.0000,\"bytes\":0}");
    }

    private List<String> cells(Row row) {
        String line = table.line(row);
        return List.of(line.substring(1, line.length() - 1).split("\\|")).stream()
                .map(String::strip)
                .toList();
    }
}
