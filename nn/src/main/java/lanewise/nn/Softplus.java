package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Smooth form of the rectified linear unit, on every element: `log(1 + exp(beta·x))/beta`, and `x` itself where
/// beta·x is above the threshold.
public final class Softplus extends Layer {
    private final double beta;
    private final double threshold;

    /// With beta 1 and threshold 20.
    public Softplus() {
        this(1.0, 20.0);
    }

    /// With the given sharpness and the point from which on it is the identity.
    public Softplus(double beta, double threshold) {
        this.beta = beta;
        this.threshold = threshold;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softplus(input, beta, threshold);
    }

    @Override
    protected String extraRepr() {
        return "beta=" + beta + ", threshold=" + threshold;
    }
}
