package lanewise.engine.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A file whose bytes are read where the operating system holds them, without copying them first; but a small one
/// is read as a whole when it is opened, which is faster.
///
/// Somebody else may cut the file short meanwhile. Reading a byte that has gone is a fault, for which the JVM
/// throws an [InternalError]; but a little later than it happens, and only for its own reads: in native code, such
/// as that of `Inflater` or `CRC32`, the same fault ends the JVM. So all reading goes through [#read], which waits
/// for that error and says what happened, and no slice may be handed to native code.
final class MappedFile implements FileBytes, AutoCloseable {
    /// Up to here reading is no slower than mapping: measured, 12 us instead of 21 for 4 KiB, and equal at 64 KiB.
    private static final int SMALL = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final Arena arena;
    private final MemorySegment bytes;

    private MappedFile(Path path, FileChannel channel, Arena arena) throws IOException {
        this.path = path;
        this.channel = channel;
        this.arena = arena;
        long length = channel.size();
        this.bytes = length <= SMALL
                ? MemorySegment.ofArray(whole(channel, (int) length)).asReadOnly()
                : channel.map(FileChannel.MapMode.READ_ONLY, 0, length, arena);
    }

    /// Shorter than `length` if the file is by now.
    private static byte[] whole(FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                return Arrays.copyOf(bytes.array(), bytes.position());
            }
        }
        return bytes.array();
    }

    /// Something that reads slices of the file.
    ///
    /// @param <T> what it makes of them; no slice of the file
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /// For this thread alone.
    @SuppressWarnings("MustBeClosedChecker") // the arena is closed with the file
    static MappedFile open(Path path) throws IOException {
        return open(path, Arena.ofConfined());
    }

    /// For any threads. Closing it stops them all for a moment.
    @SuppressWarnings("MustBeClosedChecker") // the arena is closed with the file
    static MappedFile openShared(Path path) throws IOException {
        return open(path, Arena.ofShared());
    }

    private static MappedFile open(Path path, Arena arena) throws IOException {
        FileChannel channel = null;
        try {
            if (Files.isDirectory(path)) {
                throw new IOException(path + " is a directory, not a file to be read");
            }
            channel = FileChannel.open(path, StandardOpenOption.READ);
            return new MappedFile(path, channel, arena);
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    @Override
    public long length() {
        return bytes.byteSize();
    }

    @Override
    public ByteBuffer slice(long position, int count) {
        return bytes.asSlice(position, count).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Runs `reading` and names the file in what it complains of.
    ///
    /// @throws FileFormatException if it does, or if the file has been cut short until it was done
    /// @throws IOException if the disk did not deliver
    <T> T read(Reading<T> reading) throws IOException {
        try {
            try {
                return reading.read();
            } finally {
                // a call of the operating system, on whose return the JVM throws what it still holds back
                checkLength();
            }
        } catch (FileFormatException e) {
            throw new FileFormatException(path + ": " + e.getMessage());
        } catch (InternalError e) {
            if (!isFault(e)) {
                throw e;
            }
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        arena.close();
        channel.close();
    }

    private void checkLength() throws IOException {
        long now = channel.size();
        if (now < length()) {
            throw new FileFormatException(
                    "the file has been cut short while it was open: it had " + length() + " bytes and has " + now);
        }
    }

    private static boolean isFault(InternalError e) {
        return e.getMessage() != null && e.getMessage().contains("unsafe memory access");
    }

    private IOException explained(InternalError fault) throws IOException {
        try {
            checkLength();
        } catch (FileFormatException e) {
            return new FileFormatException(path + ": " + e.getMessage());
        }
        return new IOException(path + ": a part of the file could not be read from the disk", fault);
    }
}
