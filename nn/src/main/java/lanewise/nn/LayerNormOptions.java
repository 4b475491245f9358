package lanewise.nn;

/// Options of [LayerNorm].
///
/// @param eps added to the variance
/// @param elementwiseAffine whether there is a weight for each element of the normalized shape
/// @param bias whether there is a bias as well
public record LayerNormOptions(double eps, boolean elementwiseAffine, boolean bias) {
    /// 1e-5, with weight and bias.
    public LayerNormOptions() {
        this(1e-5, true, true);
    }

    /// The same with another number added to the variance.
    public LayerNormOptions withEps(double eps) {
        return new LayerNormOptions(eps, elementwiseAffine, bias);
    }

    /// The same with weight and bias or without.
    public LayerNormOptions withElementwiseAffine(boolean elementwiseAffine) {
        return new LayerNormOptions(eps, elementwiseAffine, bias);
    }

    /// The same with a bias beside the weight or without.
    public LayerNormOptions withBias(boolean bias) {
        return new LayerNormOptions(eps, elementwiseAffine, bias);
    }
}
