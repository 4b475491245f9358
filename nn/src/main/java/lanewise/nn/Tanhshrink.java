package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// What the hyperbolic tangent leaves, on every element: `x − tanh x`.
public final class Tanhshrink extends Layer {
    /// A new layer.
    public Tanhshrink() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.tanhshrink(input);
    }
}
