package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// Normalisation by the root mean square (Zhang and Sennrich 2019, arXiv:1910.07467) of the last dimensions, those
/// of the normalized shape: [LayerNorm] without the mean and the shift. Inputs `x [..., normalized]` and if wanted
/// `weight [normalized]`.
///
///     y = x̂·w,  x̂ = x·r,  r = 1/√(mean(x²) + ε)
///     dx = r·(g − x̂·mean(g·x̂)),  g = dy·w;  dw = Σ dy·x̂
public final class RmsNorm extends RowNormalization {
    /// Over the dimensions of `normalized`, with `epsilon` added to the mean square.
    ///
    /// @throws IllegalArgumentException if `normalized` has no dimension
    public RmsNorm(Shape normalized, double epsilon) {
        super(normalized, epsilon, false);
    }

    @Override
    public String name() {
        return "rmsNorm";
    }

    @Override
    void checkInputs(NDArray[] inputs) {
        if (inputs.length > 2) {
            throw new IllegalArgumentException(message("x and weight expected, not " + inputs.length + " arrays"));
        }
    }
}
