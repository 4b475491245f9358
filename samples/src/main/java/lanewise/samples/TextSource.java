package lanewise.samples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.engine.io.FileFormatException;

/// The text that a language model learns: a file, or the Java sources below a directory.
final class TextSource {
    private static final Path HERE = Path.of("");

    private TextSource() {}

    /// The text of a file, or of all sources below a directory, in the order of their names; of the directory that
    /// the program runs in if the path is null.
    ///
    /// @throws FileFormatException if a file is not in UTF-8, or there is no text
    /// @throws IOException if the file cannot be read
    static String read(Path path) throws IOException {
        String text;
        if (path == null || Files.isDirectory(path)) {
            StringBuilder all = new StringBuilder();
            for (Path file : sources(path == null ? HERE : path)) {
                all.append(readFile(file));
            }
            text = all.toString();
            if (text.isEmpty()) {
                throw new FileFormatException("there are no Java sources below "
                        + (path == null ? HERE.toAbsolutePath() : path) + "; --data FILE reads any text");
            }
        } else {
            text = readFile(path);
        }
        return text;
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("target"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static String readFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw new FileFormatException(file + ": byte " + bytes.position() + " is not UTF-8");
        }
        return text.flip().toString();
    }
}
