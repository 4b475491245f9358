package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.nn.functional.Functional;

/// Parametric rectifier: `x` if x > 0, otherwise `weight·x`, with one weight or one a channel. He, Zhang, Ren, Sun
/// 2015, arXiv:1502.01852.
public final class PReLU extends Layer {
    private final int numParameters;
    private final Parameter weight;

    /// With one weight, which begins at 0.25.
    public PReLU() {
        this(1, 0.25);
    }

    /// With so many weights, one or as many as there are channels, which begin at `init`.
    ///
    /// @throws IllegalArgumentException if there is not at least one
    public PReLU(int numParameters, double init) {
        if (numParameters < 1) {
            throw new IllegalArgumentException("PReLU: numParameters must be at least 1, not " + numParameters);
        }
        this.numParameters = numParameters;
        NDArray slopes = NDArray.zerosKept(Shape.of(numParameters));
        slopes.fill((float) init);
        this.weight = registerParameter("weight", new Parameter(Tensor.of(slopes)));
    }

    /// The slopes for negative x, `[numParameters]`.
    public Parameter weight() {
        return weight;
    }

    /// @param input any shape, or `[n, c, ...]` where there is a weight a channel
    /// @return the same shape
    @Override
    public Tensor forward(Tensor input) {
        return Functional.prelu(input, weight);
    }

    @Override
    protected String extraRepr() {
        return "num_parameters=" + numParameters;
    }
}
