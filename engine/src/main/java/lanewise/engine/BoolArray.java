package lanewise.engine;

import java.util.Arrays;

/// An array of truth values: a [Layout] over a [BoolStorage] that its views share. For masks.
public final class BoolArray implements AnyArray {
    private final BoolStorage storage;
    private final Layout layout;

    private BoolArray(BoolStorage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /// A new array whose content is undefined: for whoever writes every element.
    public static BoolArray empty(Shape shape) {
        return new BoolArray(BoolStorage.allocate(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array of false.
    public static BoolArray zeros(Shape shape) {
        BoolArray array = empty(shape);
        if (array.storage.inWorkspace()) {
            array.clear();
        }
        return array;
    }

    /// A new array of false that belongs to no workspace.
    public static BoolArray zerosKept(Shape shape) {
        return new BoolArray(BoolStorage.allocateKept(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array with `value` everywhere.
    public static BoolArray full(Shape shape, boolean value) {
        BoolArray array = empty(shape);
        array.fill(value);
        return array;
    }

    /// A new array with a copy of these elements, row-major.
    ///
    /// @throws ShapeMismatchException if there are not as many as `shape` has
    public static BoolArray of(Shape shape, boolean... elements) {
        if (elements.length != shape.elements()) {
            throw new ShapeMismatchException(
                    "an array " + shape + " has " + shape.elements() + " elements; " + elements.length + " are given");
        }
        BoolArray array = empty(shape);
        System.arraycopy(elements, 0, array.storage.elements(), 0, elements.length);
        return array;
    }

    /// The same storage under another layout.
    ///
    /// @throws IllegalArgumentException if an element would lie outside the memory
    @Override
    public BoolArray view(Layout other) {
        other.checkWithin(storage.length());
        return new BoolArray(storage, other);
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
    public BoolStorage storage() {
        return storage;
    }

    /// The Java array behind this and its views, padding included. Live.
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public boolean[] data() {
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
    public boolean get(int... indices) {
        return data()[layout.at(indices)];
    }

    /// Writes one element.
    public void set(boolean value, int... indices) {
        int at = layout.at(indices);
        data()[at] = value;
        storage.touch();
    }

    /// The only element.
    ///
    /// @throws ShapeMismatchException if there is not exactly one
    public boolean item() {
        if (elements() != 1) {
            throw new ShapeMismatchException("item: an array " + shape() + " has " + elements() + " elements, not one");
        }
        return data()[offset()];
    }

    /// Writes `value` everywhere.
    public void fill(boolean value) {
        if (elements() == 0) { // an empty view may begin beyond the end of its memory
            data();
        } else if (isContiguous()) {
            Arrays.fill(data(), offset(), offset() + elements(), value);
        } else {
            boolean[] data = data();
            new StridedWalk(layout).forEach(at -> data[at] = value);
        }
        storage.touch();
    }

    /// A copy of the elements, row-major.
    public boolean[] toArray() {
        boolean[] data = data();
        if (isContiguous() && elements() > 0) {
            return Arrays.copyOfRange(data, offset(), offset() + elements());
        }
        boolean[] copy = new boolean[elements()];
        StridedWalk walk = new StridedWalk(layout);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = data[walk.next()];
        }
        return copy;
    }

    /// This array if its elements are one run, otherwise a copy that is.
    @Override
    public BoolArray contiguous() {
        return isContiguous() ? this : copy();
    }

    /// A new row-major array with these elements.
    @Override
    public BoolArray copy() {
        BoolArray copy = empty(shape());
        System.arraycopy(toArray(), 0, copy.data(), 0, elements());
        return copy;
    }

    /// Takes the memory out of its workspace; see [Storage#keep()]. Returns this.
    @Override
    public BoolArray keep() {
        storage.keep();
        return this;
    }

    /// The shape and the elements, for short messages and debuggers.
    @Override
    public String toString() {
        return "BoolArray" + shape() + (elements() <= 16 ? Arrays.toString(toArray()) : "");
    }

    private void clear() {
        Arrays.fill(data(), 0, elements(), false);
    }
}
