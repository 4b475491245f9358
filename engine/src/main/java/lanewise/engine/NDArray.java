package lanewise.engine;

import java.util.Arrays;
import lanewise.engine.kernel.StridedCopy;

/// An array of float32: a [Layout] over a [FloatStorage] that its views share. It has no gradients: those are
/// autograd's.
public final class NDArray implements AnyArray {
    private final FloatStorage storage;
    private final Layout layout;

    private NDArray(FloatStorage storage, Layout layout) {
        this.storage = storage;
        this.layout = layout;
    }

    /// A new array whose content is undefined: for whoever writes every element.
    public static NDArray empty(Shape shape) {
        return new NDArray(FloatStorage.allocate(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array of zeros.
    public static NDArray zeros(Shape shape) {
        NDArray array = empty(shape);
        if (array.storage.inWorkspace()) {
            array.clear();
        }
        return array;
    }

    /// A new array of zeros that belongs to no workspace.
    public static NDArray zerosKept(Shape shape) {
        return new NDArray(FloatStorage.allocateKept(shape.elements()), Layout.rowMajor(shape));
    }

    /// A new array with `value` everywhere.
    public static NDArray full(Shape shape, float value) {
        NDArray array = empty(shape);
        array.fill(value);
        return array;
    }

    /// A new array with a copy of these elements, row-major.
    ///
    /// @throws ShapeMismatchException if there are not as many as `shape` has
    public static NDArray of(Shape shape, float... elements) {
        if (elements.length != shape.elements()) {
            throw new ShapeMismatchException(
                    "an array " + shape + " has " + shape.elements() + " elements; " + elements.length + " are given");
        }
        NDArray array = empty(shape);
        System.arraycopy(elements, 0, array.storage.elements(), 0, elements.length);
        return array;
    }

    /// The same storage under another layout.
    ///
    /// @throws IllegalArgumentException if an element would lie outside the memory
    @Override
    public NDArray view(Layout other) {
        other.checkWithin(storage.length());
        return new NDArray(storage, other);
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
    public FloatStorage storage() {
        return storage;
    }

    /// The Java array behind this and its views, padding included. Live.
    ///
    /// @throws ClosedWorkspaceException if the memory has gone back to its workspace
    public float[] data() {
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
    public float get(int... indices) {
        return data()[layout.at(indices)];
    }

    /// Writes one element.
    public void set(float value, int... indices) {
        int at = layout.at(indices);
        data()[at] = value;
        storage.touch();
    }

    /// The only element.
    ///
    /// @throws ShapeMismatchException if there is not exactly one
    public float item() {
        if (elements() != 1) {
            throw new ShapeMismatchException("item: an array " + shape() + " has " + elements() + " elements, not one");
        }
        return data()[offset()];
    }

    /// Writes `value` everywhere.
    public void fill(float value) {
        if (elements() == 0) { // an empty view may begin beyond the end of its memory
            data();
        } else if (isContiguous()) {
            Arrays.fill(data(), offset(), offset() + elements(), value);
        } else {
            float[] data = data();
            new StridedWalk(layout).forEach(at -> data[at] = value);
        }
        storage.touch();
    }

    /// A copy of the elements, row-major.
    public float[] toArray() {
        float[] copy = new float[elements()];
        copyTo(copy);
        return copy;
    }

    /// This array if its elements are one run, otherwise a copy that is.
    @Override
    public NDArray contiguous() {
        return isContiguous() ? this : copy();
    }

    /// A new row-major array with these elements.
    @Override
    public NDArray copy() {
        NDArray copy = empty(shape());
        copyTo(copy.data());
        return copy;
    }

    /// Takes the memory out of its workspace; see [Storage#keep()]. Returns this.
    @Override
    public NDArray keep() {
        storage.keep();
        return this;
    }

    /// The shape and the elements, for short messages and debuggers.
    @Override
    public String toString() {
        return "NDArray" + shape() + (elements() <= 16 ? Arrays.toString(toArray()) : "");
    }

    /// Writes the elements row-major to the front of `target`.
    private void copyTo(float[] target) {
        float[] data = data();
        if (!isContiguous()) {
            StridedCopy.gather(data, offset(), shape().toArray(), layout.strides(), target, 0);
        } else if (elements() > 0) { // an empty view may begin beyond the end of its memory
            System.arraycopy(data, offset(), target, 0, elements());
        }
    }

    private void clear() {
        Arrays.fill(data(), 0, elements(), 0f);
    }
}
