package lanewise.engine.io;

import java.io.IOException;
import java.util.stream.IntStream;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// Reads the bytes of an npy file.
final class NpyReader {
    private NpyReader() {}

    /// The array that all bytes of `file` are, in no workspace, row-major.
    static AnyArray read(ByteSource file) throws IOException {
        NpyHeader header = NpyHeader.read(file);
        Shape shape = header.shape();
        long needed = (long) shape.elements() * header.dtype().bytes;
        if (needed != file.remaining()) {
            throw new FileFormatException(header.dtype() + " of shape " + shape + " takes " + needed + " bytes, but "
                    + file.remaining() + " follow the header");
        }
        boolean reversed = header.fortranOrder() && shape.rank() > 1;
        AnyArray array = ArrayReader.read(file, header.dtype(), reversed ? reversed(shape) : shape, header.order());
        file.finish();
        return reversed ? transposed(array) : array;
    }

    private static Shape reversed(Shape shape) {
        int[] sizes = shape.toArray();
        return Shape.of(IntStream.range(0, sizes.length)
                .map(d -> sizes[sizes.length - 1 - d])
                .toArray());
    }

    /// With the dimensions the other way round.
    private static AnyArray transposed(AnyArray array) {
        AnyArray copy = switch (array) {
            case NDArray floats -> floats.view(transposed(floats.layout())).copy();
            case LongArray longs -> longs.view(transposed(longs.layout())).copy();
            case BoolArray bools -> bools.view(transposed(bools.layout())).copy();
        };
        copy.storage().keep();
        return copy;
    }

    private static Layout transposed(Layout layout) {
        int rank = layout.shape().rank();
        return layout.permute(IntStream.range(0, rank).map(d -> rank - 1 - d).toArray());
    }
}
