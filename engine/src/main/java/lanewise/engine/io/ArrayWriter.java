package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Writes the elements of arrays, row-major and little-endian, through one buffer.
final class ArrayWriter {
    private final WritableByteChannel channel;
    private final ByteBuffer chunk =
            ByteBuffer.allocateDirect(ArrayReader.CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    ArrayWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /// Writes bytes as they are.
    void write(byte[] bytes) throws IOException {
        writeFully(ByteBuffer.wrap(bytes));
    }

    /// Writes all elements as elements of `dtype`.
    ///
    /// @throws IllegalArgumentException if one is beyond the type's range
    void write(AnyArray array, Dtype dtype) throws IOException {
        AnyArray run = contiguous(array);
        int elements = array.shape().elements();
        for (int from = 0; from < elements; ) {
            int to = (int) Math.min((long) from + ArrayReader.CHUNK / dtype.bytes, elements);
            dtype.writer.write(run, from, to, chunk.clear());
            writeFully(chunk.clear().limit((to - from) * dtype.bytes));
            from = to;
        }
    }

    private static AnyArray contiguous(AnyArray array) {
        return switch (array) {
            case NDArray floats -> floats.contiguous();
            case LongArray longs -> longs.contiguous();
            case BoolArray bools -> bools.contiguous();
        };
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
