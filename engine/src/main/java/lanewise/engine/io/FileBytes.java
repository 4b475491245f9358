package lanewise.engine.io;

import java.nio.ByteBuffer;

/// The bytes of a file, to be read at any place: those of one on the disk, or, in tests, of one in memory.
interface FileBytes {
    /// How many there are.
    long length();

    /// The bytes from `position` to before `position + count`, in a little-endian buffer that nobody writes to.
    ///
    /// @throws IndexOutOfBoundsException if not all of them lie within the file: whoever asks checks that before
    ByteBuffer slice(long position, int count);
}
