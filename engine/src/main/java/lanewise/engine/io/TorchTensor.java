package lanewise.engine.io;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// A tensor as a pickle describes it: a part of a storage.
///
/// @param storage what it is a part of
/// @param dtype of the storage's elements
/// @param layout where its elements are; all of them lie within the storage
record TorchTensor(TorchStorage storage, Dtype dtype, Layout layout) {
    /// The most that an array holds, as [Shape] says.
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 1024;

    /// NumPy's limit; PyTorch's operations have the same.
    private static final int MAX_RANK = 64;

    /// A tensor of a storage that has a type.
    ///
    /// @throws FileFormatException if an element lies outside the storage, or there are too many for an array
    static TorchTensor of(
            TorchStorage storage, long offset, List<@Nullable Object> sizes, List<@Nullable Object> strides)
            throws FileFormatException {
        Dtype dtype = storage.dtype();
        if (dtype == null) {
            throw new FileFormatException("a tensor's storage " + Pickled.shown(storage.key()) + " has no type");
        }
        if (sizes.size() != strides.size() || sizes.size() > MAX_RANK) {
            throw new FileFormatException("a tensor has " + sizes.size() + " sizes and " + strides.size()
                    + " strides; as many are needed, and at most " + MAX_RANK);
        }
        long[] size = numbers("size", sizes, MAX_ELEMENTS);
        long[] stride = numbers("stride", strides, Long.MAX_VALUE);
        String description = "a tensor " + Arrays.toString(size) + " with strides " + Arrays.toString(stride)
                + " from element " + offset + " on";
        long elements = product(size);
        if (elements > MAX_ELEMENTS) {
            throw new FileFormatException(
                    description + " has too many elements; an array holds at most " + MAX_ELEMENTS);
        }
        Shape shape = Shape.of(toInts(size));
        if (elements == 0) {
            return new TorchTensor(storage, dtype, Layout.rowMajor(shape));
        }
        for (int d = 0; d < size.length; d++) {
            if (size[d] == 1) {
                stride[d] = 0; // leads nowhere, so it may have been anything
            }
        }
        if (offset < 0 || last(offset, size, stride) >= Math.min(storage.elements(), MAX_ELEMENTS)) {
            throw new FileFormatException(description + " reaches outside its storage " + Pickled.shown(storage.key())
                    + " of " + storage.elements() + " elements");
        }
        return new TorchTensor(storage, dtype, Layout.strided(shape, toInts(stride), (int) offset));
    }

    private static long[] numbers(String what, List<@Nullable Object> values, long largest) throws FileFormatException {
        long[] numbers = new long[values.size()];
        for (int d = 0; d < numbers.length; d++) {
            if (!(values.get(d) instanceof Long number) || number < 0 || number > largest) {
                throw new FileFormatException("a tensor's " + what + " in dimension " + d + " is "
                        + Pickled.kind(values.get(d)) + "; it must be a whole number from 0 to " + largest);
            }
            numbers[d] = number;
        }
        return numbers;
    }

    /// The number of elements; more than an array holds if there are more.
    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size == 0) {
                return 0;
            }
            product = Math.min(product * size, 1L + MAX_ELEMENTS); // both below 2^31, so this is exact
        }
        return product;
    }

    /// The last element's place in the storage; the largest number if it is too large for one.
    private static long last(long offset, long[] sizes, long[] strides) {
        long last = offset;
        for (int d = 0; d < sizes.length; d++) {
            long steps = sizes[d] - 1;
            if (steps > 0 && strides[d] > (Long.MAX_VALUE - last) / steps) {
                return Long.MAX_VALUE;
            }
            last += steps * strides[d];
        }
        return last;
    }

    private static int[] toInts(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }
}
