package lanewise.engine;

import java.util.Arrays;

/// An array of int64: a [Layout] over a [LongStorage] that its views share. For indices and labels.
public final class LongArray implements AnyArray {
    private final LongStorage storage;
    private final Layout layout;

    private LongArray(LongStorage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /// A new array whose content is undefined: for whoever writes every element.
    public static LongArray empty(Shape shape) {
        return new LongArray(LongStorage.allocate(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array of zeros.
    public static LongArray zeros(Shape shape) {
        LongArray array = empty(shape);
        if (array.storage.inWorkspace()) {
            array.clear();
        }
        return array;
    }

    /// A new array of zeros that belongs to no workspace.
    public static LongArray zerosKept(Shape shape) {
        return new LongArray(LongStorage.allocateKept(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array with `value` everywhere.
    public static LongArray full(Shape shape, long value) {
        LongArray array = empty(shape);
        array.fill(value);
        return array;
    }

    /// A new array with a copy of these elements, row-major.
    ///
    /// @throws ShapeMismatchException if there are not as many as `shape` has
    public static LongArray of(Shape shape, long... elements) {
        if (elements.length != shape.elements()) {
            throw new ShapeMismatchException(
                    "an array " + shape + " has " + shape.elements() + " elements; " + elements.length + " are given");
        }
        LongArray array = empty(shape);
        System.arraycopy(elements, 0, array.storage.elements(), 0, elements.length);
        return array;
    }

    /// The same storage under another layout.
    ///
    /// @throws IllegalArgumentException if an element would lie outside the memory
    @Override
    public LongArray view(Layout other) {
        other.checkWithin(storage.length());
        return new LongArray(storage, other);
    }

    /// The shape.
    @Override
    public Shape shape() {
        return layout.shape();
    }

    /// The number of elements.
    @Override
    public int elements() {
        return layout.shape().elements();
    }

    /// Where the elements lie in the storage.
    @Override
    public Layout layout() {
        return layout;
    }

    /// The memory, shared with all views.
    @Override
    public LongStorage storage() {
        return storage;
    }

    /// The Java array behind this and its views, padding included. Live.
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public long[] data() {
        return storage.elements();
    }

    /// The index in [#data()] of the first element.
    @Override
    public int offset() {
        return layout.offset();
    }

    /// Whether the elements are one run in [#data()] from [#offset()] on.
    public boolean isContiguous() {
        return layout.isContiguous();
    }

    /// The element at these indices, one a dimension; negative ones count from the end.
    public long get(int... indices) {
        return data()[layout.at(indices)];
    }

    /// Writes one element.
    public void set(long value, int... indices) {
        int at = layout.at(indices);
        data()[at] = value;
        storage.touch();
    }

    /// The only element.
    ///
    /// @throws ShapeMismatchException if there is not exactly one
    public long item() {
        if (elements() != 1) {
            throw new ShapeMismatchException("item: an array " + shape() + " has " + elements() + " elements, not one");
        }
        return data()[offset()];
    }

    /// Writes `value` everywhere.
    public void fill(long value) {
        if (elements() == 0) { // an empty view may begin beyond the end of its memory
            data();
        } else if (isContiguous()) {
            Arrays.fill(data(), offset(), offset() + elements(), value);
        } else {
            long[] data = data();
            new StridedWalk(layout).forEach(at -> data[at] = value);
        }
        storage.touch();
    }

    /// A copy of the elements, row-major.
    public long[] toArray() {
        long[] data = data();
        if (isContiguous() && elements() > 0) {
            return Arrays.copyOfRange(data, offset(), offset() + elements());
        }
        long[] copy = new long[elements()];
        StridedWalk walk = new StridedWalk(layout);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = data[walk.next()];
        }
        return copy;
    }

    /// This array if its elements are one run, otherwise a copy that is.
    @Override
    public LongArray contiguous() {
        return isContiguous() ? this : copy();
    }

    /// A new row-major array with these elements.
    @Override
    public LongArray copy() {
        LongArray copy = empty(shape());
        System.arraycopy(toArray(), 0, copy.data(), 0, elements());
        return copy;
    }

    /// Takes the memory out of its workspace; see [Storage#keep()]. Returns this.
    @Override
    public LongArray keep() {
        storage.keep();
        return this;
    }

    /// The shape and the elements, for short messages and debuggers.
    @Override
    public String toString() {
        return "LongArray" + shape() + (elements() <= 16 ? Arrays.toString(toArray()) : "");
    }

    private void clear() {
        Arrays.fill(data(), 0, elements(), 0L);
    }
}
