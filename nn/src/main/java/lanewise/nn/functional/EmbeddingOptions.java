package lanewise.nn.functional;

import org.jspecify.annotations.Nullable;

/// How rows of a table are looked up; see [Functional#embedding].
///
/// @param paddingIdx the row that gets no gradient, or null; a negative one counts from the end
/// @param maxNorm rows with a larger norm are scaled to it, in the table, or null
/// @param normType which norm: the p-th root of the sum of the p-th powers
/// @param scaleGradByFreq whether a row's gradient is divided by how often it was looked up
public record EmbeddingOptions(
        @Nullable Integer paddingIdx, @Nullable Double maxNorm, double normType, boolean scaleGradByFreq) {
    /// No padding, no limit, and gradients as they are.
    public static final EmbeddingOptions DEFAULTS = new EmbeddingOptions(null, null, 2, false);

    /// With this padding row.
    public EmbeddingOptions withPaddingIdx(@Nullable Integer index) {
        return new EmbeddingOptions(index, maxNorm, normType, scaleGradByFreq);
    }

    /// With this limit.
    public EmbeddingOptions withMaxNorm(@Nullable Double norm) {
        return new EmbeddingOptions(paddingIdx, norm, normType, scaleGradByFreq);
    }

    /// With this norm.
    public EmbeddingOptions withNormType(double type) {
        return new EmbeddingOptions(paddingIdx, maxNorm, type, scaleGradByFreq);
    }

    /// With gradients divided by how often a row was looked up, or not.
    public EmbeddingOptions withScaleGradByFreq(boolean scaled) {
        return new EmbeddingOptions(paddingIdx, maxNorm, normType, scaled);
    }
}
