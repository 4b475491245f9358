package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Soft shrinkage, on every element: `x` nearer to 0 by lambda, and 0 where that would change its sign.
public final class Softshrink extends Layer {
    private final double lambda;

    /// With lambda 0.5.
    public Softshrink() {
        this(0.5);
    }

    /// With the given lambda.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Softshrink(double lambda) {
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException("Softshrink: lambda must not be negative, as " + lambda + " is");
        }
        this.lambda = lambda;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softshrink(input, lambda);
    }

    @Override
    protected String extraRepr() {
        return Double.toString(lambda);
    }
}
