package lanewise.nn;

import lanewise.autograd.Tensor;

/// Softmax over one dimension: `exp(xᵢ)/Σ exp(xⱼ)`; the outputs along it are positive and add up to 1.
public final class Softmax extends Layer {
    private final int dim;

    /// Over the given dimension, counted from the end if negative.
    public Softmax(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.softmax(dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
