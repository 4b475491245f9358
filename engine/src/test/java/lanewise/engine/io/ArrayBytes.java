package lanewise.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A file in memory.
final class ArrayBytes implements FileBytes {
    private final byte[] bytes;

    ArrayBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public ByteBuffer slice(long position, int count) {
        return ByteBuffer.wrap(bytes)
                .slice(Math.toIntExact(position), count)
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /// All of it.
    FileSection section() {
        return new FileSection(this, 0, bytes.length);
    }
}
