package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.EmbeddingBag;
import org.jspecify.annotations.Nullable;

/// Rows of a table by bags.
public final class Bags {
    private Bags() {}

    /// See [lanewise.nn.EmbeddingBag].
    ///
    /// @param input numbers of rows, `[bags, n]`, or `[n]` with offsets
    /// @param weight the table, `[rows, width]`
    /// @param offsets where each bag begins in `input [n]`, `[bags]`; null if `input` is `[bags, n]`
    /// @param factors of `input`'s shape, for a sum only; null: ones
    /// @param includeLastOffset whether the offsets end with the end of the last bag
    /// @return `[bags, width]`
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if there is no such row
    public static Tensor embeddingBag(
            LongTensor input,
            Tensor weight,
            @Nullable LongTensor offsets,
            EmbeddingBag.Mode mode,
            @Nullable Tensor factors,
            boolean includeLastOffset,
            EmbeddingOptions options) {
        if (factors != null && !factors.shape().equals(input.shape())) {
            throw new ShapeMismatchException("embeddingBag: the factors are " + factors.shape()
                    + " and must be of the input's shape, " + input.shape());
        }
        int[] bounds = bounds(input, offsets, includeLastOffset);
        EmbeddingRows.limit(input, weight, options);
        var operation = new EmbeddingBag(
                input.array(),
                bounds,
                mode,
                EmbeddingRows.padding(options.paddingIdx(), weight),
                options.scaleGradByFreq(),
                options.sparse());
        return factors == null
                ? Tensor.apply(operation, weight)
                : Tensor.apply(operation, weight, factors.reshape(factors.elements()));
    }

    private static int[] bounds(LongTensor input, @Nullable LongTensor offsets, boolean includeLastOffset) {
        if (offsets == null) {
            if (input.rank() != 2) {
                throw new ShapeMismatchException(
                        "embeddingBag: without offsets the input must be [bags, n], not " + input.shape());
            }
            int[] bounds = new int[input.dim(0) + 1];
            for (int b = 0; b < bounds.length; b++) {
                bounds[b] = b * input.dim(1);
            }
            return bounds;
        }
        if (input.rank() != 1 || offsets.rank() != 1) {
            throw new ShapeMismatchException("embeddingBag: input " + input.shape() + " and offsets " + offsets.shape()
                    + " must both have one dimension");
        }
        int count = offsets.elements();
        int[] bounds = new int[includeLastOffset ? count : count + 1];
        for (int b = 0; b < count; b++) {
            bounds[b] = Math.toIntExact(offsets.get(b));
        }
        if (!includeLastOffset) {
            bounds[count] = input.elements();
        }
        return bounds;
    }
}
