package lanewise.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where the elements of an array lie in its storage: element `(i, j, ...)` at `offset + i·strides[0] +
/// j·strides[1] + ...`. All view arithmetic of the library is here, once; a view is another layout over the same
/// storage. Immutable.
public final class Layout {
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    private Layout(Shape shape, int[] strides, int offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.contiguous = isRowMajor(shape, strides);
    }

    /// The row-major layout of a fresh array.
    public static Layout rowMajor(Shape shape) {
        return shape.rowMajor();
    }

    /// A new one, of which a shape keeps one.
    static Layout ofShape(Shape shape) {
        return new Layout(shape, rowMajorStrides(shape), 0);
    }

    /// A layout with any strides, for what comes from elsewhere. An array checks that the elements lie within its
    /// memory.
    ///
    /// @param strides one for each dimension, from 0 on
    /// @param offset the storage index of the first element, from 0 on
    /// @throws IllegalArgumentException if there are not as many strides as dimensions, one is negative, or the
    ///     last element would lie beyond what an array can hold
    public static Layout strided(Shape shape, int[] strides, int offset) {
        if (strides.length != shape.rank()) {
            throw new IllegalArgumentException("strided: " + Arrays.toString(strides) + " are not as many strides as "
                    + shape + " has dimensions");
        }
        if (offset < 0 || Arrays.stream(strides).anyMatch(stride -> stride < 0)) {
            throw new IllegalArgumentException("strided: strides " + Arrays.toString(strides) + " and offset " + offset
                    + " of " + shape + " must be 0 or above; flip the elements in a copy");
        }
        Layout layout = new Layout(shape, strides.clone(), offset);
        if (layout.end() > Shape.MOST_ELEMENTS) {
            throw new IllegalArgumentException("strided: " + layout + " reaches element " + (layout.end() - 1)
                    + "; a memory has at most " + Shape.MOST_ELEMENTS);
        }
        return layout;
    }

    /// The shape.
    public Shape shape() {
        return shape;
    }

    /// The distance in elements between neighbours in a dimension; 0 where one element is repeated.
    public int stride(int dimension) {
        return strides[shape.axis(dimension)];
    }

    /// The strides of all dimensions, as a new array.
    public int[] strides() {
        return strides.clone();
    }

    /// The storage index of the first element.
    public int offset() {
        return offset;
    }

    /// Whether the elements lie row-major without gaps, so that they are one run from [#offset()] on.
    public boolean isContiguous() {
        return contiguous;
    }

    /// The storage index of an element.
    ///
    /// @throws IndexOutOfBoundsException if there are not as many indices as dimensions, or one is outside its
    ///     dimension; a negative index counts from the end
    public int at(int... indices) {
        if (indices.length != strides.length) {
            throw new IndexOutOfBoundsException(
                    indices.length + " indices " + Arrays.toString(indices) + " for an array " + shape);
        }
        int at = offset;
        for (int d = 0; d < indices.length; d++) {
            at += index(d, indices[d]) * strides[d];
        }
        return at;
    }

    /// @throws IllegalArgumentException if an element lies outside a memory of `length` elements
    void checkWithin(int length) {
        if (end() > length) {
            throw new IllegalArgumentException("view: " + this + " reaches element " + (end() - 1) + "; the memory has "
                    + length + ", the first of which is 0");
        }
    }

    /// The storage index behind the last element; 0 if there are no elements.
    private long end() {
        if (shape.elements() == 0) {
            return 0;
        }
        long last = offset;
        for (int d = 0; d < strides.length; d++) {
            last += (shape.dim(d) - 1L) * strides[d];
        }
        return last + 1;
    }

    /// Two dimensions exchanged.
    public Layout transpose(int first, int second) {
        int[] order = identity(shape.rank());
        int a = shape.axis(first);
        int b = shape.axis(second);
        order[a] = b;
        order[b] = a;
        return permute(order);
    }

    /// The dimensions in another order: dimension `i` of the result is dimension `order[i]` of this.
    ///
    /// @throws IllegalArgumentException if `order` does not name every dimension once
    public Layout permute(int... order) {
        int rank = shape.rank();
        boolean[] seen = new boolean[rank];
        int[] sizes = new int[rank];
        int[] permuted = new int[rank];
        for (int i = 0; i < order.length; i++) {
            int axis = shape.axis(order[i]);
            if (order.length != rank || seen[axis]) {
                throw new IllegalArgumentException(
                        "permute: " + Arrays.toString(order) + " does not name each dimension of " + shape + " once");
            }
            seen[axis] = true;
            sizes[i] = shape.dim(axis);
            permuted[i] = strides[axis];
        }
        if (order.length != rank) {
            throw new IllegalArgumentException(
                    "permute: " + Arrays.toString(order) + " does not name each dimension of " + shape + " once");
        }
        return new Layout(Shape.of(sizes), permuted, offset);
    }

    /// One index of a dimension, which is dropped.
    public Layout select(int dimension, int index) {
        int axis = shape.axis(dimension);
        int start = offset + index(axis, index) * strides[axis];
        return new Layout(shape.without(axis), without(strides, axis), start);
    }

    /// `length` indices of a dimension from `start` on.
    public Layout narrow(int dimension, int start, int length) {
        int axis = shape.axis(dimension);
        int size = shape.dim(axis);
        int from = start < 0 ? start + size : start;
        if (from < 0 || length < 0 || from > size - length) {
            throw new IndexOutOfBoundsException("narrow: start " + start + " and length " + length
                    + " do not lie within dimension " + dimension + " of " + shape + ", which has " + size);
        }
        return new Layout(shape.with(axis, length), strides, offset + from * strides[axis]);
    }

    /// Every `step`-th index of a dimension, from `start` to before `end`. As in Python, negative bounds count from
    /// the end and bounds beyond the ends are cut.
    ///
    /// @throws IllegalArgumentException if `step` is not positive
    public Layout slice(int dimension, int start, int end, int step) {
        int axis = shape.axis(dimension);
        int size = shape.dim(axis);
        if (step <= 0) {
            throw new IllegalArgumentException("slice: step is " + step + "; it must be positive");
        }
        int from = Math.clamp(start < 0 ? (long) start + size : start, 0, size);
        int to = Math.clamp(end < 0 ? (long) end + size : end, from, size);
        int length = (int) (((long) to - from + step - 1) / step);
        int[] stepped = strides.clone();
        stepped[axis] = length > 1 ? Math.multiplyExact(strides[axis], step) : strides[axis];
        return new Layout(shape.with(axis, length), stepped, offset + from * strides[axis]);
    }

    /// A further dimension of size 1 before dimension `dimension`, from `-rank - 1` to `rank`.
    public Layout unsqueeze(int dimension) {
        int rank = shape.rank();
        int axis = dimension < 0 ? dimension + rank + 1 : dimension;
        if (axis < 0 || axis > rank) {
            throw new IndexOutOfBoundsException("unsqueeze: dimension " + dimension + " for " + shape
                    + "; it must be from " + (-rank - 1) + " to " + rank);
        }
        int[] more = new int[rank + 1];
        System.arraycopy(strides, 0, more, 0, axis);
        more[axis] = axis < rank ? strides[axis] * shape.dim(axis) : 1;
        System.arraycopy(strides, axis, more, axis + 1, rank - axis);
        return new Layout(shape.inserted(axis, 1), more, offset);
    }

    /// Without a dimension if its size is 1, otherwise unchanged.
    public Layout squeeze(int dimension) {
        int axis = shape.axis(dimension);
        return shape.dim(axis) == 1 ? new Layout(shape.without(axis), without(strides, axis), offset) : this;
    }

    /// Without any dimension of size 1.
    public Layout squeeze() {
        Layout squeezed = this;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            squeezed = squeezed.squeeze(axis);
        }
        return squeezed;
    }

    /// Broadcast to `target`: repeated dimensions get stride 0.
    ///
    /// @throws ShapeMismatchException if this shape does not broadcast to `target`
    public Layout expand(Shape target) {
        if (shape.equals(target)) {
            return this;
        }
        if (!shape.broadcastsTo(target)) {
            throw new ShapeMismatchException("expand: " + shape + " does not broadcast to " + target);
        }
        int[] expanded = new int[target.rank()];
        int extra = target.rank() - shape.rank();
        for (int d = 0; d < strides.length; d++) {
            expanded[d + extra] = shape.dim(d) == target.dim(d + extra) ? strides[d] : 0;
        }
        return new Layout(target, expanded, offset);
    }

    /// The same elements in the same order under another shape, or null where that takes a copy. One size may be
    /// -1: it is what remains.
    ///
    /// @throws ShapeMismatchException if `sizes` has not as many elements
    public @Nullable Layout reshape(int... sizes) {
        Shape target = resolve(sizes);
        if (contiguous) {
            return new Layout(target, rowMajorStrides(target), offset);
        }
        int[] viewed = viewStrides(target);
        return viewed == null ? null : new Layout(target, viewed, offset);
    }

    /// The shape that `sizes` stands for, in which one size may be -1.
    ///
    /// @throws ShapeMismatchException if it has not as many elements as this layout
    public Shape resolve(int... sizes) {
        int unknown = -1;
        long known = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] != -1) {
                known *= sizes[d];
            } else if (unknown >= 0) {
                throw new ShapeMismatchException(
                        "reshape: " + Arrays.toString(sizes) + " has -1 twice; only one size can be left open");
            } else {
                unknown = d;
            }
        }
        int elements = shape.elements();
        boolean fits = unknown < 0 ? known == elements : known != 0 && elements % known == 0;
        if (!fits) {
            throw new ShapeMismatchException(
                    "reshape: " + shape + " has " + elements + " elements and cannot become " + Arrays.toString(sizes));
        }
        if (unknown < 0) {
            return Shape.of(sizes);
        }
        int[] resolved = sizes.clone();
        resolved[unknown] = (int) (elements / known);
        return Shape.of(resolved);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout layout
                && offset == layout.offset
                && shape.equals(layout.shape)
                && Arrays.equals(strides, layout.strides);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * shape.hashCode() + Arrays.hashCode(strides)) + offset;
    }

    /// As in `[2, 3] strides [3, 1] offset 0`.
    @Override
    public String toString() {
        return shape + " strides " + Arrays.toString(strides) + " offset " + offset;
    }

    /// Runs of dimensions that are evenly spaced are merged, then split anew along `target`; null if a new
    /// dimension would span two runs.
    private int @Nullable [] viewStrides(Shape target) {
        if (shape.elements() == 0) {
            return rowMajorStrides(target);
        }
        int[] result = new int[target.rank()];
        int next = target.rank() - 1;
        int runStride = 1;
        long run = 1;
        long taken = 1;
        for (int d = shape.rank() - 1; d >= 0; d--) {
            if (run == 1) {
                runStride = strides[d];
            }
            run *= shape.dim(d);
            boolean runEnds = d == 0 || (shape.dim(d - 1) != 1 && strides[d - 1] != run * runStride);
            if (!runEnds) {
                continue;
            }
            while (next >= 0 && (taken < run || target.dim(next) == 1)) {
                result[next] = (int) (taken * runStride);
                taken *= target.dim(next--);
            }
            if (taken != run) {
                return null;
            }
            run = 1;
            taken = 1;
        }
        return result;
    }

    private int index(int axis, int index) {
        int size = shape.dim(axis);
        int at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            throw new IndexOutOfBoundsException(
                    "index " + index + " is outside dimension " + axis + " of " + shape + ", which has " + size);
        }
        return at;
    }

    private static int[] rowMajorStrides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= Math.max(shape.dim(d), 1);
        }
        return strides;
    }

    /// Whether this shows every element of `other`, a contiguous layout, exactly once.
    public boolean isPermutationOf(Layout other) {
        if (offset != other.offset || shape.elements() != other.shape.elements()) {
            return false;
        }
        int rank = strides.length;
        int expected = 1;
        for (int found = 0; found < rank; found++) {
            int next = -1;
            for (int d = 0; d < rank && next < 0; d++) {
                next = shape.dim(d) > 1 && strides[d] == expected ? d : -1;
            }
            if (next < 0) {
                break;
            }
            expected *= shape.dim(next);
        }
        return expected == shape.elements();
    }

    /// A dimension of one index has no neighbours, so its stride does not matter.
    private static boolean isRowMajor(Shape shape, int[] strides) {
        if (shape.elements() == 0) {
            return true;
        }
        int expected = 1;
        for (int d = strides.length - 1; d >= 0; d--) {
            int size = shape.dim(d);
            if (size != 1 && strides[d] != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }

    private static int[] identity(int rank) {
        int[] order = new int[rank];
        for (int d = 0; d < rank; d++) {
            order[d] = d;
        }
        return order;
    }

    private static int[] without(int[] values, int axis) {
        int[] fewer = new int[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, axis);
        System.arraycopy(values, axis + 1, fewer, axis, fewer.length - axis);
        return fewer;
    }
}
