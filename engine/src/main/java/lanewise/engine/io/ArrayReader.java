package lanewise.engine.io;

import java.io.IOException;
import java.nio.ByteOrder;
import lanewise.engine.AnyArray;
import lanewise.engine.Shape;

/// Makes an array of the bytes of its elements.
final class ArrayReader {
    /// Bytes that are read at once: fits the second-level cache; a multiple of every element's size.
    static final int CHUNK = 1 << 18;

    /// Elements for which there is room before any is seen, where a file only claims to have them.
    private static final int FIRST_ROOM = 1 << 12;

    private ArrayReader() {}

    /// A new array that belongs to no workspace, row-major, from the next bytes of `source`. It takes no more
    /// memory than the bytes that are really there explain.
    ///
    /// @throws FileFormatException if the bytes end too early, cannot be elements, or if the JVM's memory is too
    ///     small for such an array
    static AnyArray read(ByteSource source, Dtype dtype, Shape shape, ByteOrder order) throws IOException {
        checkMemory(dtype, shape);
        ElementReader reader = dtype.reader;
        int elements = shape.elements();
        int room = source.isCertain() ? elements : Math.min(elements, FIRST_ROOM);
        AnyArray array = reader.allocate(room == elements ? shape : Shape.of(room));
        for (int from = 0; from < elements; ) {
            if (from == room) {
                room = (int) Math.min(2L * room, elements);
                array = reader.moved(array, room == elements ? shape : Shape.of(room));
            }
            int to = (int) Math.min((long) from + CHUNK / dtype.bytes, room);
            reader.read(source.next((to - from) * dtype.bytes).order(order), array, from, to);
            from = to;
        }
        return array;
    }

    private static void checkMemory(Dtype dtype, Shape shape) throws FileFormatException {
        long needed = (long) shape.elements() * dtype.reader.bytesInMemory();
        long all = Runtime.getRuntime().maxMemory();
        if (needed > all) {
            throw new FileFormatException("an array " + shape + " of " + dtype + " takes " + needed
                    + " bytes of memory, but the JVM has only " + all + " in all; give it more (-Xmx)");
        }
    }
}
