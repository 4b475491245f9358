package lanewise.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import lanewise.engine.AnyArray;

/// Files of named arrays in numpy's format npz: what `numpy.savez` writes and `numpy.load` reads. A file is a zip
/// archive with one npy file an array; see [Npy].
public final class Npz {
    private Npz() {}

    /// Reads all arrays of a file, stored or compressed; see [Npy#read] for their types. Memory is made for an
    /// array only as its elements are really found in the file, whatever its header promises, and every check sum
    /// is checked.
    ///
    /// @return the arrays under their names without `.npy`, in the file's order, and no metadata
    /// @throws FileFormatException if the archive or an array in it is malformed or truncated, or an entry is
    ///     something else than an array
    /// @throws IOException if the file cannot be read at all
    public static NamedArrays read(Path file) throws IOException {
        try (MappedFile mapped = MappedFile.open(file)) {
            return mapped.read(() -> NpzReader.read(mapped));
        }
    }

    /// Writes a file, uncompressed: float32 as f4, int64 as i8, truth values as b1, bit for bit, in the map's
    /// order. The same arrays in the same order give the same bytes.
    ///
    /// The file appears as a whole: after a crash there is the old one or the new one.
    ///
    /// @throws IllegalArgumentException if a name has no UTF-8 form or is too long for a zip archive; nothing is
    ///     written then
    /// @throws IOException if the file cannot be written; an old one is still there then
    public static void write(Path file, Map<String, ? extends AnyArray> arrays) throws IOException {
        NpzWriter.write(file, arrays, false);
    }

    /// Writes a file, compressed; otherwise as [#write(Path, Map)]. Weights hardly become smaller.
    public static void writeCompressed(Path file, Map<String, ? extends AnyArray> arrays) throws IOException {
        NpzWriter.write(file, arrays, true);
    }
}
