package lanewise.engine.io;

import java.nio.ByteBuffer;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Turns the elements of an array into a file's bytes of one type.
sealed interface ElementWriter {
    /// Whether arrays of this kind can be written so.
    boolean takes(AnyArray array);

    /// Writes elements `from` to before `to` of such an array, whose elements are one run, to `bytes` from its
    /// position on, which may move or not.
    ///
    /// @throws IllegalArgumentException if an element is beyond the type's range
    void write(AnyArray array, int from, int to, ByteBuffer bytes);

    /// One type's loop from elements to bytes. Element `i` is `x[offset + i]`.
    ///
    /// @param <A> the Java array
    @FunctionalInterface
    interface Loop<A> {
        void write(A x, int offset, int from, int to, ByteBuffer bytes);
    }

    /// Of an [NDArray].
    record Floats(Loop<float[]> loop) implements ElementWriter {
        @Override
        public boolean takes(AnyArray array) {
            return array instanceof NDArray;
        }

        @Override
        public void write(AnyArray array, int from, int to, ByteBuffer bytes) {
            NDArray floats = (NDArray) array;
            loop.write(floats.data(), floats.offset(), from, to, bytes);
        }
    }

    /// Of a [LongArray].
    record Longs(Loop<long[]> loop) implements ElementWriter {
        @Override
        public boolean takes(AnyArray array) {
            return array instanceof LongArray;
        }

        @Override
        public void write(AnyArray array, int from, int to, ByteBuffer bytes) {
            LongArray longs = (LongArray) array;
            loop.write(longs.data(), longs.offset(), from, to, bytes);
        }
    }

    /// Of a [BoolArray].
    record Bools(Loop<boolean[]> loop) implements ElementWriter {
        @Override
        public boolean takes(AnyArray array) {
            return array instanceof BoolArray;
        }

        @Override
        public void write(AnyArray array, int from, int to, ByteBuffer bytes) {
            BoolArray bools = (BoolArray) array;
            loop.write(bools.data(), bools.offset(), from, to, bytes);
        }
    }
}
