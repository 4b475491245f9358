package lanewise.samples.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.imageio.ImageIO;
import lanewise.engine.io.FileFormatException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final String[] COLUMNS = {"train loss", "test loss", "test accuracy"};

    @TempDir
    private Path folder;

    private MetricsLog open(long firstStep) throws IOException {
        return MetricsLog.open(folder.resolve("run"), firstStep, COLUMNS);
    }

    private Path table() {
        return folder.resolve("run").resolve("metrics.csv");
    }

    @Test
    void writesEachRowAtOnce() throws IOException {
        try (MetricsLog metrics = open(0)) {
            metrics.add(1, 2.5, MetricsLog.NOTHING, MetricsLog.NOTHING);
            metrics.add(2, 0.1, 0.25, 0.5);
            assertThat(table()).hasContent("""
                step,train loss,test loss,test accuracy
                1,2.5,,
                2,0.1,0.25,0.5
                """);
            assertThatThrownBy(() -> metrics.add(3, 1, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("add: 2 figures for the 3 columns");
        }
    }

    /// What came after the step, and what was half written, is forgotten.
    @Test
    void goesOnFromAStep() throws IOException {
        try (MetricsLog metrics = open(0)) {
            metrics.add(10, 3, 4, 0.25);
            metrics.add(20, 2, 3, 0.5);
            metrics.add(30, 1, 2, 0.75);
        }
        Files.writeString(table(), "4", StandardOpenOption.APPEND);
        try (MetricsLog metrics = open(20)) {
            metrics.add(30, 1.5, 2.5, 0.625);
        }
        assertThat(table()).hasContent("""
            step,train loss,test loss,test accuracy
            10,3.0,4.0,0.25
            20,2.0,3.0,0.5
            30,1.5,2.5,0.625
            """);
    }

    @Test
    void putsAnEarlierRunAside() throws IOException {
        for (int run = 0; run < 3; run++) {
            try (MetricsLog metrics = open(0)) {
                metrics.add(run, run, run, run);
            }
        }
        assertThat(table()).content().endsWith("\n2,2.0,2.0,2.0\n");
        Path first = table().resolveSibling("earlier-1");
        assertThat(first.resolve("metrics.csv")).content().endsWith("\n0,0.0,0.0,0.0\n");
        assertThat(first.toFile().list()).hasSize(2);
        assertThat(table().resolveSibling("earlier-2")).isDirectory();
    }

    @Test
    void namesWhatIsWrongWithATable() throws IOException {
        Files.createDirectories(table().getParent());
        Files.writeString(table(), "step,loss\n");
        refuses(table() + ", line 1: \"step,train loss,test loss,test accuracy\" expected, not \"step,loss\"");
        String header = "step,train loss,test loss,test accuracy\n";
        Files.writeString(table(), header + "1,2,3\n");
        refuses(table() + ", line 2: 4 cells expected, not 3");
        Files.writeString(table(), header + "1,2,3,4\n2,x,3,4\n");
        refuses(table() + ", line 3: not a number: For input string: \"x\"");
        Files.writeString(table(), "");
        refuses(table() + ", line 1: \"step,train loss,test loss,test accuracy\" expected, not \"\"");
    }

    private void refuses(String message) {
        assertThatThrownBy(() -> open(7))
                .isInstanceOf(FileFormatException.class)
                .hasMessage(message);
    }

    @Test
    void drawsLossesAndAccuraciesInDiagramsOfTheirOwn() throws IOException {
        try (MetricsLog metrics = open(0)) {
            for (int step = 1; step <= 10; step++) {
                metrics.add(step, 1.0 / step, step % 5 == 0 ? 2.0 / step : MetricsLog.NOTHING, step / 10.0);
            }
            Path plot;
            try {
                plot = metrics.plot();
            } catch (IOException e) {
                Assumptions.abort(e.getMessage()); // no fonts
                throw e;
            }
            var image = ImageIO.read(plot.toFile());
            assertThat(image.getWidth()).isEqualTo(900);
            assertThat(image.getHeight()).isEqualTo(800);
        }
    }
}
