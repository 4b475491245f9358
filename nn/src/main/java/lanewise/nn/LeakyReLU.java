package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Rectified linear unit with a slope below zero, on every element: `x` if x > 0, otherwise `slope·x`.
/// Maas, Hannun, Ng 2013.
public final class LeakyReLU extends Layer {
    private final double negativeSlope;

    /// With a slope of 0.01.
    public LeakyReLU() {
        this(0.01);
    }

    /// With the given slope below zero.
    public LeakyReLU(double negativeSlope) {
        this.negativeSlope = negativeSlope;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.leakyRelu(input, negativeSlope);
    }

    @Override
    protected String extraRepr() {
        return "negative_slope=" + negativeSlope;
    }
}
