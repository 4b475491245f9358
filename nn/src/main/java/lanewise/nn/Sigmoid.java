package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Logistic function, on every element: `σ(x) = 1/(1 + e⁻ˣ)`.
public final class Sigmoid extends Layer {
    /// A new layer.
    public Sigmoid() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.sigmoid(input);
    }
}
