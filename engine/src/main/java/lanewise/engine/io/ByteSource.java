package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bytes that are read one after another: a part of a file, as it is or compressed.
interface ByteSource {
    /// How many there still are, or are said to be; see [#isCertain()].
    long remaining();

    /// Whether the file is long enough to hold all of [#remaining()]: if not, nobody may make room for them before
    /// they are there.
    boolean isCertain();

    /// The next `count` bytes, at most [ArrayReader#CHUNK], in a little-endian buffer that is valid until the next
    /// call.
    ///
    /// @throws FileFormatException if there are no more so many
    ByteBuffer next(int count) throws IOException;

    /// To be called after the last byte.
    ///
    /// @throws FileFormatException if the bytes were not what a check sum says
    void finish() throws IOException;
}
