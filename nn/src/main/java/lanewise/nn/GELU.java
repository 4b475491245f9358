package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Gaussian error linear unit, on every element: `x·Φ(x)`, where Φ is the normal distribution function. Hendrycks,
/// Gimpel 2016, arXiv:1606.08415.
public final class GELU extends Layer {
    private final Approximate approximate;

    /// How Φ is computed.
    public enum Approximate {
        /// By the error function: `Φ(x) = ½(1 + erf(x/√2))`.
        NONE,
        /// `Φ(x) ≈ ½(1 + tanh(√(2/π)·(x + 0.044715x³)))`.
        TANH
    }

    /// Without an approximation.
    public GELU() {
        this(Approximate.NONE);
    }

    /// With the given approximation.
    public GELU(Approximate approximate) {
        this.approximate = approximate;
    }

    @Override
    public Tensor forward(Tensor input) {
        return approximate == Approximate.TANH ? Functional.geluTanh(input) : Functional.gelu(input);
    }

    @Override
    protected String extraRepr() {
        return "approximate='" + (approximate == Approximate.TANH ? "tanh" : "none") + "'";
    }
}
