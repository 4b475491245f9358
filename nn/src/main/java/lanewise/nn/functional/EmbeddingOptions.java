package lanewise.nn.functional;

import org.jspecify.annotations.Nullable;

/// How rows of a table are looked up; see [Functional#embedding].
///
/// @param paddingIdx the row that gets no gradient, or null; a negative one counts from the end
/// @param maxNorm rows with a larger norm are scaled to it, in the table, or null
/// @param normType which norm: the p-th root of the sum of the p-th powers
/// @param scaleGradByFreq whether a row's gradient is divided by how often it was looked up
/// @param sparse whether the table's gradient has only the rows that were looked up: see
///     [lanewise.autograd.Tensor#sparseGrad()]. It pays where a step looks up a small part of a large table;
///     SparseAdam, SGD without momentum and AdaGrad take such gradients
public record EmbeddingOptions(
        @Nullable Integer paddingIdx,
        @Nullable Double maxNorm,
        double normType,
        boolean scaleGradByFreq,
        boolean sparse) {
    /// No padding, no limit, and dense gradients as they are.
    public static final EmbeddingOptions DEFAULTS = new EmbeddingOptions(null, null, 2, false, false);

    /// With this padding row.
    public EmbeddingOptions withPaddingIdx(@Nullable Integer index) {
        return new EmbeddingOptions(index, maxNorm, normType, scaleGradByFreq, sparse);
    }

    /// With this limit.
    public EmbeddingOptions withMaxNorm(@Nullable Double norm) {
        return new EmbeddingOptions(paddingIdx, norm, normType, scaleGradByFreq, sparse);
    }

    /// With this norm.
    public EmbeddingOptions withNormType(double type) {
        return new EmbeddingOptions(paddingIdx, maxNorm, type, scaleGradByFreq, sparse);
    }

    /// With gradients divided by how often a row was looked up, or not.
    public EmbeddingOptions withScaleGradByFreq(boolean scaled) {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, scaled, sparse);
    }

    /// With gradients that have only the rows that were looked up, or not.
    public EmbeddingOptions withSparse(boolean rowsOnly) {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, scaleGradByFreq, rowsOnly);
    }
}
