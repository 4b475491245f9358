package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Softsign, on every element: `x/(1 + |x|)`.
public final class Softsign extends Layer {
    /// A new layer.
    public Softsign() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.softsign(input);
    }
}
