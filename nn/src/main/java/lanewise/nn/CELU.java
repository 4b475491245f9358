package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Continuously differentiable exponential linear unit, on every element: `x` if x > 0, otherwise
/// `alpha·(e^(x/alpha) − 1)`. Barron 2017, arXiv:1704.07483.
public final class CELU extends Layer {
    private final double alpha;

    /// With alpha 1.
    public CELU() {
        this(1.0);
    }

    /// With the given alpha: the output falls towards −alpha.
    ///
    /// @throws IllegalArgumentException if it is 0
    public CELU(double alpha) {
        if (alpha == 0) {
            throw new IllegalArgumentException("CELU: alpha must not be 0");
        }
        this.alpha = alpha;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.celu(input, alpha);
    }

    @Override
    protected String extraRepr() {
        return "alpha=" + alpha;
    }
}
