package lanewise.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// A tensor of any type in parts along a dimension, all of which are views.
///
/// @param <T> the tensor
sealed interface Splitting<T extends AnyTensor<T>> extends Shaping<T> permits Rearranging {
    /// Parts of `size` indices of a dimension; the last may be smaller.
    ///
    /// @throws IllegalArgumentException if the size is negative, or 0 for a dimension that has indices
    default List<T> split(int size, int dim) {
        int length = self().dim(dim);
        if (size < 0 || size == 0 && length > 0) {
            throw new IllegalArgumentException("split: size is " + size + " for dimension " + dim + " of "
                    + self().shape() + ", which has " + length + "; it must be positive");
        }
        int count = size == 0 ? 1 : Math.max(Math.ceilDiv(length, size), 1);
        int[] sizes = new int[count];
        Arrays.fill(sizes, size);
        sizes[count - 1] = length - (count - 1) * size;
        return splitWithSizes(sizes, dim);
    }

    /// As [#split(int, int)], along dimension 0.
    default List<T> split(int size) {
        return split(size, 0);
    }

    /// As [#splitWithSizes].
    default List<T> split(int[] sizes, int dim) {
        return splitWithSizes(sizes, dim);
    }

    /// Parts of these sizes.
    ///
    /// @throws ShapeMismatchException if they do not add up to the dimension's size
    default List<T> splitWithSizes(int[] sizes, int dim) {
        int length = self().dim(dim);
        if (Arrays.stream(sizes).anyMatch(size -> size < 0)
                || Arrays.stream(sizes).asLongStream().sum() != length) {
            throw new ShapeMismatchException("split: sizes " + Arrays.toString(sizes) + " do not add up to dimension "
                    + dim + " of " + self().shape() + ", which has " + length);
        }
        List<T> parts = new ArrayList<>();
        int start = 0;
        for (int size : sizes) {
            parts.add(self().narrow(dim, start, size));
            start += size;
        }
        return parts;
    }

    /// At most `count` parts, all of the same size but for the last.
    ///
    /// @throws IllegalArgumentException if `count` is not positive
    default List<T> chunk(int count, int dim) {
        if (count <= 0) {
            throw new IllegalArgumentException("chunk: count is " + count + "; it must be positive");
        }
        int length = self().dim(dim);
        return length == 0 ? splitWithSizes(new int[count], dim) : split(Math.ceilDiv(length, count), dim);
    }

    /// As [#chunk(int, int)], along dimension 0.
    default List<T> chunk(int count) {
        return chunk(count, 0);
    }

    /// Exactly `count` parts, whose sizes differ by at most 1, the larger ones first.
    ///
    /// @throws IllegalArgumentException if `count` is not positive
    default List<T> tensorSplit(int count, int dim) {
        if (count <= 0) {
            throw new IllegalArgumentException("tensorSplit: count is " + count + "; it must be positive");
        }
        int length = self().dim(dim);
        int[] sizes = new int[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = length / count + (i < length % count ? 1 : 0);
        }
        return splitWithSizes(sizes, dim);
    }

    /// The parts before, between and behind these indices, taken as Python's slices take them.
    default List<T> tensorSplit(int[] indices, int dim) {
        List<T> parts = new ArrayList<>();
        int start = 0;
        for (int index : indices) {
            parts.add(self().slice(dim, start, index));
            start = index;
        }
        parts.add(self().slice(dim, start, Integer.MAX_VALUE));
        return parts;
    }

    /// `count` equal parts from left to right: along dimension 1, of a vector along dimension 0.
    ///
    /// @throws ShapeMismatchException if they cannot be equal, or it is a single number
    default List<T> hsplit(int count) {
        return equalParts("hsplit", 1, count, self().rank() == 1 ? 0 : 1);
    }

    /// As [#tensorSplit(int[], int)] from left to right: along dimension 1, of a vector along dimension 0.
    default List<T> hsplit(int... indices) {
        checkRank("hsplit", 1);
        return tensorSplit(indices, self().rank() == 1 ? 0 : 1);
    }

    /// `count` equal parts along dimension 0 of at least two.
    ///
    /// @throws ShapeMismatchException if they cannot be equal, or there are fewer dimensions
    default List<T> vsplit(int count) {
        return equalParts("vsplit", 2, count, 0);
    }

    /// As [#tensorSplit(int[], int)] along dimension 0 of at least two.
    default List<T> vsplit(int... indices) {
        checkRank("vsplit", 2);
        return tensorSplit(indices, 0);
    }

    /// `count` equal parts along dimension 2.
    ///
    /// @throws ShapeMismatchException if they cannot be equal, or there are fewer dimensions
    default List<T> dsplit(int count) {
        return equalParts("dsplit", 3, count, 2);
    }

    /// As [#tensorSplit(int[], int)] along dimension 2.
    default List<T> dsplit(int... indices) {
        checkRank("dsplit", 3);
        return tensorSplit(indices, 2);
    }

    /// The tensors at the indices of a dimension, which is dropped.
    default List<T> unbind(int dim) {
        List<T> parts = new ArrayList<>();
        for (int i = 0; i < self().dim(dim); i++) {
            parts.add(self().select(dim, i));
        }
        return parts;
    }

    /// As [#unbind(int)], of dimension 0.
    default List<T> unbind() {
        return unbind(0);
    }

    private List<T> equalParts(String operation, int rank, int count, int dim) {
        checkRank(operation, rank);
        if (count <= 0 || self().dim(dim) % count != 0) {
            throw new ShapeMismatchException(operation + ": dimension " + dim + " of " + self().shape()
                    + " does not divide into " + count + " equal parts");
        }
        return split(Math.max(self().dim(dim) / count, 1), dim);
    }

    private void checkRank(String operation, int rank) {
        Shape shape = self().shape();
        if (shape.rank() < rank) {
            throw new ShapeMismatchException(
                    operation + ": a tensor " + shape + " must have at least " + rank + " dimensions");
        }
    }

    @SuppressWarnings("unchecked") // by the definition of T
    private T self() {
        return (T) this;
    }
}
