package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Hyperbolic tangent, on every element.
public final class Tanh extends Layer {
    /// A new layer.
    public Tanh() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.tanh(input);
    }
}
