package lanewise.engine.io;

import org.jspecify.annotations.Nullable;

/// A file in a zip archive, as the archive's directory describes it; checked: its bytes lie within the archive and
/// belong to no other.
///
/// @param deflated whether the bytes are compressed
/// @param crc the check sum of the content
/// @param header where its own header begins in the archive
/// @param begin where its bytes begin, behind that
/// @param end where they end
/// @param size how many bytes the content is said to have
record ZipEntry(String name, boolean deflated, int crc, long header, long begin, long end, long size) {
    FileFormatException error(@Nullable String what) {
        return new FileFormatException("entry " + JsonWriter.quoted(name) + ": " + what);
    }
}
