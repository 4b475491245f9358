import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Compares every Java source below the working directory with what palantir-java-format makes of it.
/// `check <report>` names those that differ, and lists them in the report if there are any;
/// `repair <report>` rewrites them. The build runs it from the root `pom.xml`.
final class Format {
    private static final Path OUTPUT = Path.of("target");
    /// What palantir leaves alone.
    private static final int WIDTH = 116;

    private static final Pattern DOCUMENTATION = Pattern.compile("\\s*/// *(?<text>\\S.*)");
    /// A documentation line that can go on from the one before: no list item, tag, table, title, fence or code.
    private static final Pattern PROSE = Pattern.compile("\\s*/// {1,6}(?<text>(?![-*@|#]|```|\\d+\\. )\\S.*)");

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
            return Formatter.createFormatter(options).formatSourceAndFixImports(wrapDocumentation(text));
        } catch (FormatterException e) {
            // Not Java: say where, and leave the rest to the compiler.
            System.err.println(source + ":" + e.getMessage());
            return text;
        }
    }

    /// Palantir's formatter breaks a `///` line that is too long without a marker on what follows. So paragraphs
    /// that have such a line are filled anew here, before it sees them.
    private static String wrapDocumentation(String text) {
        var lines = text.split("\n", -1);
        var wrapped = new ArrayList<String>();
        for (int i = 0; i < lines.length; ) {
            int end = endOfParagraph(lines, i);
            fill(List.of(lines).subList(i, end), wrapped);
            i = end;
        }
        return String.join("\n", wrapped);
    }

    /// A paragraph goes on as long as lines of prose follow that begin in the column of its first or, below a list
    /// item or a tag, of its second line.
    private static int endOfParagraph(String[] lines, int start) {
        int end = start + 1;
        if (!DOCUMENTATION.matcher(lines[start]).matches()) return end;
        while (end < lines.length && PROSE.matcher(lines[end]).matches()) {
            if (end > start + 1 && indent(lines[end]) != indent(lines[start + 1])) break;
            if (indent(lines[end]) < indent(lines[start])) break;
            end++;
        }
        return end;
    }

    private static void fill(List<String> paragraph, List<String> wrapped) {
        if (paragraph.stream().noneMatch(Format::isTooLong)) {
            wrapped.addAll(paragraph);
            return;
        }
        var first = paragraph.getFirst();
        var next = paragraph.size() > 1 ? paragraph.get(1) : first;
        var start = next.substring(0, indent(next)).replaceFirst("///\\s*[-*@].*", "///     ");
        var line = new StringBuilder(first.substring(0, indent(first)));
        var separator = "";
        for (var each : paragraph) {
            for (var word : each.substring(indent(each)).split(" +")) {
                if (line.length() + separator.length() + word.length() > WIDTH && !separator.isEmpty()) {
                    wrapped.add(line.toString());
                    line = new StringBuilder(start);
                    separator = "";
                }
                line.append(separator).append(word);
                separator = " ";
            }
        }
        wrapped.add(line.toString());
    }

    private static boolean isTooLong(String line) {
        return line.length() > WIDTH && DOCUMENTATION.matcher(line).matches();
    }

    /// Where the text of a documentation line begins.
    private static int indent(String line) {
        var matcher = DOCUMENTATION.matcher(line);
        return matcher.matches() ? matcher.start("text") : 0;
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
