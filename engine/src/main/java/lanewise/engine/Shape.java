package lanewise.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sizes of an array's dimensions, outermost first. `[]` is a single number, a size of 0 an empty array.
/// Immutable.
///
/// Wherever a dimension is given by its number, a negative one counts from the end: -1 is the last.
public final class Shape {
    /// The shape `[]` of a single number.
    public static final Shape SCALAR = new Shape(new int[0]);

    /// As many as a Java array has, less the padding.
    static final int MOST_ELEMENTS = Integer.MAX_VALUE - 1024;

    private final int[] sizes;
    private final int elements;

    /// Made when it is first asked for: most arrays share the shape of another, and so its layout.
    private @Nullable Layout rowMajor;

    private Shape(int[] sizes) {
        this.sizes = sizes;
        this.elements = count(sizes);
    }

    /// The shape of these sizes.
    ///
    /// @throws IllegalArgumentException if a size is negative, or there are more than 2^31 - 1024 elements
    public static Shape of(int... sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /// The layout of a fresh array of this shape. Threads may make it twice; it is immutable.
    Layout rowMajor() {
        Layout made = rowMajor;
        if (made == null) {
            made = Layout.ofShape(this);
            rowMajor = made;
        }
        return made;
    }

    /// The number of dimensions.
    public int rank() {
        return sizes.length;
    }

    /// The size of a dimension.
    ///
    /// @throws IndexOutOfBoundsException if there is no such dimension
    public int dim(int dimension) {
        return sizes[axis(dimension)];
    }

    /// The number of elements: the product of all sizes, 1 for `[]`.
    public int elements() {
        return elements;
    }

    /// The sizes, as a new array.
    public int[] toArray() {
        return sizes.clone();
    }

    /// The dimension as a number from 0, counted from the end if negative.
    ///
    /// @throws IndexOutOfBoundsException if there is no such dimension
    public int axis(int dimension) {
        int axis = dimension < 0 ? dimension + sizes.length : dimension;
        if (axis < 0 || axis >= sizes.length) {
            throw new IndexOutOfBoundsException(
                    "a shape " + this + " has no dimension " + dimension + "; it has " + sizes.length
                            + (sizes.length == 0 ? "" : ", from " + -sizes.length + " to " + (sizes.length - 1)));
        }
        return axis;
    }

    /// This shape with another size in one dimension.
    public Shape with(int dimension, int size) {
        int[] changed = sizes.clone();
        changed[axis(dimension)] = size;
        return new Shape(changed);
    }

    /// This shape without one dimension.
    public Shape without(int dimension) {
        int axis = axis(dimension);
        int[] fewer = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, fewer, 0, axis);
        System.arraycopy(sizes, axis + 1, fewer, axis, fewer.length - axis);
        return new Shape(fewer);
    }

    /// This shape with a further dimension of the given size in front of dimension `axis`, from 0 to the rank.
    public Shape inserted(int axis, int size) {
        int[] more = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, more, 0, axis);
        more[axis] = size;
        System.arraycopy(sizes, axis, more, axis + 1, sizes.length - axis);
        return new Shape(more);
    }

    /// The shape that two arrays have together after broadcasting: aligned at the last dimension, a size of 1 or a
    /// missing dimension stretches to the other's size.
    ///
    /// @param operation who asks, for the message
    /// @throws ShapeMismatchException if two sizes differ and neither is 1
    public static Shape broadcast(String operation, Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int[] sizes = new int[Math.max(a.rank(), b.rank())];
        for (int back = 1; back <= sizes.length; back++) {
            int x = back <= a.rank() ? a.sizes[a.rank() - back] : 1;
            int y = back <= b.rank() ? b.sizes[b.rank() - back] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new ShapeMismatchException(operation + ": " + a + " and " + b
                        + " do not broadcast: their sizes in dimension " + -back + " are " + x + " and " + y
                        + ", and neither is 1");
            }
            sizes[sizes.length - back] = x == 1 ? y : x;
        }
        return new Shape(sizes);
    }

    /// Whether an array of this shape broadcasts to `target` without changing it.
    public boolean broadcastsTo(Shape target) {
        int extra = target.rank() - rank();
        if (extra < 0) {
            return false;
        }
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] != 1 && sizes[d] != target.sizes[d + extra]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Shape shape && Arrays.equals(sizes, shape.sizes));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /// As in `[64, 1000]`.
    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }

    /// An array's length is an `int`, and every buffer carries padding behind its elements.
    private static int count(int[] sizes) {
        boolean empty = false;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "a shape " + Arrays.toString(sizes) + " cannot be: the size " + size + " is negative");
            }
            empty |= size == 0;
        }
        if (empty) {
            return 0;
        }
        long product = 1;
        for (int size : sizes) {
            product *= size; // below 2^31 before, so this is exact
            if (product > MOST_ELEMENTS) {
                throw new IllegalArgumentException("a shape " + Arrays.toString(sizes)
                        + " has too many elements; an array holds at most " + MOST_ELEMENTS);
            }
        }
        return (int) product;
    }
}
