package lanewise.samples.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Draws the figures of a run over its steps: those whose names end in the same word, as in `train loss` and `test
/// loss`, in one diagram. Needs no display.
final class MetricsPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;

    private MetricsPlot() {}

    /// Writes a PNG with the diagrams one below the other; none if nothing was measured.
    ///
    /// @throws IOException if the file cannot be written, or the machine has no font to draw in
    static void write(MetricsTable table, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        byte[] png;
        try {
            List<XYChart> charts = charts(table);
            if (charts.isEmpty()) {
                return;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BitmapEncoder.saveBitmap(charts, charts.size(), 1, bytes, BitmapFormat.PNG);
            png = bytes.toByteArray();
        } catch (LinkageError | InternalError | RuntimeException e) { // each is thrown by some JDK without fonts
            throw new IOException("the plot " + file + " cannot be drawn on this machine: " + e, e);
        }
        Files.write(file, png);
    }

    private static List<XYChart> charts(MetricsTable table) {
        Map<String, XYChart> charts = new LinkedHashMap<>();
        for (int column = 0; column < table.columns().size(); column++) {
            String name = table.columns().get(column);
            double[][] points = points(table, column);
            if (points[0].length > 0) {
                String kind = name.substring(name.lastIndexOf(' ') + 1);
                charts.computeIfAbsent(kind, MetricsPlot::chart).addSeries(name, points[0], points[1]);
            }
        }
        return new ArrayList<>(charts.values());
    }

    private static XYChart chart(String kind) {
        return new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(kind)
                .xAxisTitle("step")
                .build();
    }

    /// Steps and values where there is one; infinity cannot be drawn.
    private static double[][] points(MetricsTable table, int column) {
        List<MetricsTable.Row> measured = table.rows().stream()
                .filter(row -> Double.isFinite(row.values().get(column)))
                .toList();
        return new double[][] {
            measured.stream().mapToDouble(MetricsTable.Row::step).toArray(),
            measured.stream().mapToDouble(row -> row.values().get(column)).toArray()
        };
    }
}
