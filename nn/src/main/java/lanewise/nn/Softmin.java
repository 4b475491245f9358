package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Softmin over one dimension: `exp(−xᵢ)/Σ exp(−xⱼ)`.
public final class Softmin extends Layer {
    private final int dim;

    /// Over the given dimension, counted from the end if negative.
    public Softmin(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softmin(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
