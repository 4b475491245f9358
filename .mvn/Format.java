import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compares every Java source below the working directory with what palantir-java-format makes of it.
/// `check <report>` names those that differ, and lists them in the report if there are any;
/// `repair <report>` rewrites them. The build runs it from the root `pom.xml`.
final class Format {
    private static final Path OUTPUT = Path.of("target");

    public static void main(String[] args) throws IOException {
        boolean repair = args[0].equals("repair");
        var report = Path.of(args[1]);
        Files.deleteIfExists(report);

        var different = new ArrayList<String>();
        for (var source : sources()) {
            var text = Files.readString(source);
            var formatted = format(source, text);
            if (formatted.equals(text)) continue;
            System.out.println((repair ? "formatted: " : "not in format: ") + source);
            different.add(source.toString());
            if (repair) Files.writeString(source, formatted);
        }
        if (!repair && !different.isEmpty()) Files.write(report, different);
    }

    private static String format(Path source, String text) {
        var style = JavaFormatterOptions.Style.PALANTIR;
        var options = JavaFormatterOptions.builder().style(style).build();
        try {
            return Formatter.createFormatter(options).formatSourceAndFixImports(text);
        } catch (FormatterException e) {
            // Not Java: say where, and leave the rest to the compiler.
            System.err.println(source + ":" + e.getMessage());
            return text;
        }
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of(""))) {
            return files.filter(file -> file.toString().endsWith(".java") && !isOutput(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isOutput(Path file) {
        for (var part : file) if (part.equals(OUTPUT)) return true;
        return false;
    }
}
