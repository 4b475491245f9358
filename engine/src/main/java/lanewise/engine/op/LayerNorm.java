package lanewise.engine.op;

import lanewise.engine.Shape;

/// Layer normalisation (Ba, Kiros, Hinton 2016, arXiv:1607.06450): the last dimensions, those of the normalized
/// shape, are brought to mean 0 and variance 1, for every index into the others, then scaled and shifted element by
/// element. Inputs `x [..., normalized]`, if wanted `weight [normalized]`, and then if wanted `bias [normalized]`.
///
///     y = x̂·w + b,  x̂ = (x − mean(x))·r,  r = 1/√(var(x) + ε)
///     dx = r·(g − mean(g) − x̂·mean(g·x̂)),  g = dy·w;  dw = Σ dy·x̂,  db = Σ dy
///
/// The variance is the mean squared distance from the mean, as everywhere in normalisation. Means are over the
/// normalized dimensions, sums over the others.
public final class LayerNorm extends RowNormalization {
    /// Over the dimensions of `normalized`, with `epsilon` added to the variance.
    ///
    /// @throws IllegalArgumentException if `normalized` has no dimension
    public LayerNorm(Shape normalized, double epsilon) {
        super(normalized, epsilon, true);
    }

    @Override
    public String name() {
        return "layerNorm";
    }
}
