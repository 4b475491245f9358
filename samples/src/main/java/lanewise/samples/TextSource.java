package lanewise.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.engine.io.FileFormatException;
import lanewise.nn.data.TextFile;

/// The text that a language model learns: a file, or the sources and texts below a directory.
final class TextSource {
    private static final Path HERE = Path.of("");
    private static final List<String> ENDINGS = List.of(".java", ".md", ".txt");

    private TextSource() {}

    /// The text of a file, or of all Java sources, Markdown and text files below a directory, in the order of their
    /// names; of the directory that the program runs in if the path is null.
    ///
    /// @throws FileFormatException if a file is not in UTF-8, or there is no text
    /// @throws IOException if the file cannot be read
    static String read(Path path) throws IOException {
        if (path != null && !Files.isDirectory(path)) {
            return TextFile.read(path);
        }
        StringBuilder all = new StringBuilder();
        for (Path file : sources(path == null ? HERE : path)) {
            all.append(TextFile.read(file));
        }
        if (all.isEmpty()) {
            throw new FileFormatException("there are no sources or texts (" + String.join(", ", ENDINGS) + ") below "
                    + (path == null ? HERE.toAbsolutePath() : path) + "; --data FILE reads any text");
        }
        return all.toString();
    }

    /// But for what is built or hidden.
    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> ENDINGS.stream().anyMatch(file.toString()::endsWith))
                    .filter(Files::isRegularFile)
                    .filter(file -> isSource(directory.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isSource(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }
}
