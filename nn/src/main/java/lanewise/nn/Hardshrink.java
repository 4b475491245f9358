package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Hard shrinkage, on every element: `x` where `|x| > lambda`, otherwise 0.
public final class Hardshrink extends Layer {
    private final double lambda;

    /// With lambda 0.5.
    public Hardshrink() {
        this(0.5);
    }

    /// With the given lambda.
    public Hardshrink(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.hardshrink(input, lambda);
    }

    @Override
    protected String extraRepr() {
        return Double.toString(lambda);
    }
}
