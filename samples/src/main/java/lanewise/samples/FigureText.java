package lanewise.samples;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// How figures are printed.
final class FigureText {
    private static final String PART = "accuracy";

    private FigureText() {}

    /// All of them, as in `loss 0.1234, accuracy 97.50 %`.
    static String of(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(figure -> of(figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String of(String name, double value) {
        return name.equals(PART)
                ? String.format(Locale.ROOT, "%s %.2f %%", name, 100 * value)
                : String.format(Locale.ROOT, "%s %.4f", name, value);
    }
}
