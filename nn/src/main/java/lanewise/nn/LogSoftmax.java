package lanewise.nn;

import lanewise.autograd.Tensor;

/// Logarithm of the softmax over one dimension: `xᵢ − log Σ exp(xⱼ)`.
public final class LogSoftmax extends Layer {
    private final int dim;

    /// Over the given dimension, counted from the end if negative.
    public LogSoftmax(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.logSoftmax(dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
