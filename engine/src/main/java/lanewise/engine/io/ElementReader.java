package lanewise.engine.io;

import java.nio.ByteBuffer;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// Makes the array for a type of elements, and writes its elements out of a file's bytes.
sealed interface ElementReader {
    /// A new array of zeros, row-major from index 0 on, that belongs to no workspace.
    AnyArray allocate(Shape shape);

    /// Reads elements `from` to before `to` of such an array from the position of `bytes` on.
    ///
    /// @throws FileFormatException if the bytes cannot be elements
    void read(ByteBuffer bytes, AnyArray array, int from, int to) throws FileFormatException;

    /// A new array of another shape, of as many elements or more, that begins with the elements of such an array.
    AnyArray moved(AnyArray array, Shape shape);

    /// What an element takes in memory.
    int bytesInMemory();

    /// One type's loop from bytes to elements `y[from..to)`.
    ///
    /// @param <A> the Java array
    @FunctionalInterface
    interface Loop<A> {
        void read(ByteBuffer bytes, A y, int from, int to) throws FileFormatException;
    }

    /// Into an [NDArray].
    record Floats(Loop<float[]> loop) implements ElementReader {
        @Override
        public AnyArray allocate(Shape shape) {
            return NDArray.zerosKept(shape);
        }

        @Override
        public void read(ByteBuffer bytes, AnyArray array, int from, int to) throws FileFormatException {
            loop.read(bytes, ((NDArray) array).data(), from, to);
        }

        @Override
        public AnyArray moved(AnyArray array, Shape shape) {
            NDArray larger = NDArray.zerosKept(shape);
            System.arraycopy(
                    ((NDArray) array).data(), 0, larger.data(), 0, array.shape().elements());
            return larger;
        }

        @Override
        public int bytesInMemory() {
            return Float.BYTES;
        }
    }

    /// Into a [LongArray].
    record Longs(Loop<long[]> loop) implements ElementReader {
        @Override
        public AnyArray allocate(Shape shape) {
            return LongArray.zerosKept(shape);
        }

        @Override
        public void read(ByteBuffer bytes, AnyArray array, int from, int to) throws FileFormatException {
            loop.read(bytes, ((LongArray) array).data(), from, to);
        }

        @Override
        public AnyArray moved(AnyArray array, Shape shape) {
            LongArray larger = LongArray.zerosKept(shape);
            System.arraycopy(
                    ((LongArray) array).data(),
                    0,
                    larger.data(),
                    0,
                    array.shape().elements());
            return larger;
        }

        @Override
        public int bytesInMemory() {
            return Long.BYTES;
        }
    }

    /// Into a [BoolArray].
    record Bools(Loop<boolean[]> loop) implements ElementReader {
        @Override
        public AnyArray allocate(Shape shape) {
            return BoolArray.zerosKept(shape);
        }

        @Override
        public void read(ByteBuffer bytes, AnyArray array, int from, int to) throws FileFormatException {
            loop.read(bytes, ((BoolArray) array).data(), from, to);
        }

        @Override
        public AnyArray moved(AnyArray array, Shape shape) {
            BoolArray larger = BoolArray.zerosKept(shape);
            System.arraycopy(
                    ((BoolArray) array).data(),
                    0,
                    larger.data(),
                    0,
                    array.shape().elements());
            return larger;
        }

        @Override
        public int bytesInMemory() {
            return 1;
        }
    }
}
