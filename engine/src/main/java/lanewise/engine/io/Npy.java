package lanewise.engine.io;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import lanewise.engine.AnyArray;

/// Files of one array in numpy's format npy: what `numpy.save` writes and `numpy.load` reads.
///
/// A file is a short header (the elements' type, the shape, the order) and the elements. See `numpy.lib.format`.
public final class Npy {
    private Npy() {}

    /// Reads a file of format version 1.0, 2.0 or 3.0, in C or Fortran order, little or big-endian. The array is
    /// row-major and belongs to no workspace; no more memory is taken for it than the file's own length can fill.
    ///
    /// Types f2, f4 and f8 become float32 (f8 rounded), the whole numbers i1 to i8 and u1 to u8 become int64, b1
    /// truth values. Others are refused: pickled objects, strings, complex numbers, dates, structured types.
    ///
    /// @throws FileFormatException if the file is malformed, is truncated or goes on behind the array, or its type
    ///     cannot be read
    /// @throws IOException if it cannot be read at all
    public static AnyArray read(Path file) throws IOException {
        try (MappedFile mapped = MappedFile.open(file)) {
            return mapped.read(() -> NpyReader.read(new FileSection(mapped, 0, mapped.length())));
        }
    }

    /// Writes a file bit for bit: float32 as f4, int64 as i8, truth values as b1; see [#write(Path, AnyArray,
    /// Dtype)].
    public static void write(Path file, AnyArray array) throws IOException {
        write(file, array, Dtype.of(array));
    }

    /// Writes a file of version 1.0, little-endian, in C order, with the elements stored as another type. Floats
    /// are rounded to the nearest, of two the even one.
    ///
    /// The file appears as a whole: after a crash there is the old one or the new one.
    ///
    /// @throws IllegalArgumentException if such an array cannot be stored so, or a whole number is beyond the range
    ///     of the type, or numpy has no such type (BF16); an old file is still there then
    /// @throws IOException if the file cannot be written; an old one is still there then
    public static void write(Path file, AnyArray array, Dtype dtype) throws IOException {
        if (!dtype.writer.takes(array)) {
            throw new IllegalArgumentException(
                    "npy: an array that is computed in " + Dtype.of(array) + " cannot be stored as " + dtype);
        }
        byte[] header = NpyHeader.bytes(dtype, array.shape());
        AtomicFile.replace(file, channel -> write(channel, header, array, dtype));
    }

    static void write(WritableByteChannel channel, byte[] header, AnyArray array, Dtype dtype) throws IOException {
        ArrayWriter writer = new ArrayWriter(channel);
        writer.write(header);
        writer.write(array, dtype);
    }
}
