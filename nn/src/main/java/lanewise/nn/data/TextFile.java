package lanewise.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lanewise.engine.io.FileFormatException;

/// Reads files of text.
public final class TextFile {
    /// What a Java array can hold on every virtual machine.
    private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

    private TextFile() {}

    /// The whole text of a file in UTF-8. A byte order mark at its beginning is left out; everything else stays as
    /// it is, line ends too.
    ///
    /// @throws NoSuchFileException if there is no such file
    /// @throws FileFormatException if the content is not UTF-8; the message has the position of the first byte that
    ///     is none; or if there are more than 2^31 − 9 bytes
    /// @throws IOException if reading fails
    public static String read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new FileFormatException(
                    file + ": " + size + " bytes; a text of more than " + MAX_BYTES + " cannot be read at once");
        }
        return decode(file, Files.readAllBytes(file));
    }

    private static String decode(Path file, byte[] content) throws FileFormatException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length); // no character takes less than a byte
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, chars, true);
        if (result.isError()) {
            int at = bytes.position();
            throw new FileFormatException(file + ": not UTF-8: byte " + at + " is 0x%02x".formatted(content[at])
                    + ", which " + (at + result.length() < content.length ? "begins no character" : "ends too early"));
        }
        chars.flip();
        boolean marked = chars.hasRemaining() && chars.get(0) == '\uFEFF';
        return chars.subSequence(marked ? 1 : 0, chars.remaining()).toString();
    }
}
