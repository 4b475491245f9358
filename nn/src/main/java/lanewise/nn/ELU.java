package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Exponential linear unit, on every element: `x` if x > 0, otherwise `alpha·(eˣ − 1)`. Clevert, Unterthiner,
/// Hochreiter 2015, arXiv:1511.07289.
public final class ELU extends Layer {
    private final double alpha;

    /// With alpha 1.
    public ELU() {
        this(1.0);
    }

    /// With the given alpha: the output falls towards −alpha.
    public ELU(double alpha) {
        this.alpha = alpha;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.elu(input, alpha);
    }

    @Override
    protected String extraRepr() {
        return "alpha=" + alpha;
    }
}
