package lanewise.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.engine.AnyArray;

/// Files of named arrays in the format safetensors, which Python's libraries read and write as well.
///
/// A file is the length of a header as 8 bytes, the header in JSON (for each tensor its type, shape and place in
/// the data), and the data, row-major and little-endian. See `huggingface/safetensors`.
public final class SafeTensors {
    /// The longest header that is read or written, in bytes: the format's own limit.
    static final int MAX_HEADER = 100_000_000;

    private SafeTensors() {}

    /// Reads a whole file. Its arrays belong to no workspace, and nothing is made before the whole header is found
    /// right, nor more than the file's own length can fill.
    ///
    /// Types F32, I64 and BOOL are read as they are; F16 and BF16 become float32, the whole numbers (I8 to I32, U8
    /// to U64) become int64; F64 is rounded to float32.
    ///
    /// @throws FileFormatException if the file is malformed or truncated, or a type in it cannot be read
    /// @throws IOException if it cannot be read at all
    public static NamedArrays read(Path file) throws IOException {
        try (MappedFile mapped = MappedFile.open(file)) {
            return mapped.read(() -> new SafeTensorsReader(mapped).read());
        }
    }

    /// Opens a file, reads its header, and leaves the arrays to be read one by one when they are asked for.
    ///
    /// @throws FileFormatException if the header is malformed or does not fit the rest of the file
    /// @throws IOException if the file cannot be read at all
    public static SafeTensorsFile open(Path file) throws IOException {
        return SafeTensorsFile.open(file);
    }

    /// Writes a file without metadata; see [#write(Path, NamedArrays)].
    public static void write(Path file, Map<String, ? extends AnyArray> arrays) throws IOException {
        write(file, new NamedArrays(new LinkedHashMap<>(arrays)));
    }

    /// Writes a file: float32 as F32, int64 as I64, truth values as BOOL, bit for bit. The same arrays and metadata
    /// give the same bytes: the header keeps the given order, in which [#read] returns them; the data are ordered
    /// by the size of an element, largest first, so that each tensor is aligned, and otherwise as given; spaces
    /// fill the header to a multiple of 8 bytes.
    ///
    /// The file appears as a whole: after a crash there is the old one or the new one.
    ///
    /// @throws IllegalArgumentException if a name is `__metadata__`, or a text has no UTF-8 form, or the header
    ///     is longer than 100 million bytes; nothing is written then
    /// @throws IOException if the file cannot be written; an old one is still there then
    public static void write(Path file, NamedArrays content) throws IOException {
        write(file, content, StorageFormat.DEFAULT);
    }

    /// Writes a file with arrays stored in other types; otherwise as [#write(Path, NamedArrays)]. Floats are
    /// rounded to the nearest, of two the even one; above 65504, F16 becomes infinite.
    ///
    /// @throws IllegalArgumentException also if a whole number is beyond the range of its type, or the format names
    ///     an array that is not there, or a type that the array cannot have; an old file is still there then
    /// @throws IOException if the file cannot be written; an old one is still there then
    public static void write(Path file, NamedArrays content, StorageFormat format) throws IOException {
        SafeTensorsWriter.write(file, content, format);
    }

    /// Tries whether [#write] can make a file beside `file`, and leaves nothing behind: so a program that computes
    /// for hours learns of a wrong path before it begins.
    ///
    /// @throws IOException if its directory is missing or cannot be written, or `file` is a directory itself
    public static void checkWritable(Path file) throws IOException {
        AtomicFile.checkWritable(file);
    }
}
