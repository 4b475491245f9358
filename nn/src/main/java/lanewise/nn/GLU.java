package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Gated linear unit: the first half of one dimension times the logistic function of the second half. Dauphin, Fan,
/// Auli, Grangier 2016, arXiv:1612.08083.
public final class GLU extends Layer {
    private final int dim;

    /// Of the last dimension.
    public GLU() {
        this(-1);
    }

    /// Of the given dimension, counted from the end if negative.
    public GLU(int dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.glu(input, dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
