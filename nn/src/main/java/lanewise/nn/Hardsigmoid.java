package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Sigmoid of three straight pieces, on every element: `min(max(x/6 + ½, 0), 1)`.
public final class Hardsigmoid extends Layer {
    /// A new layer.
    public Hardsigmoid() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.hardsigmoid(input);
    }
}
