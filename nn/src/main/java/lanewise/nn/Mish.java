package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Mish, on every element: `x·tanh(log(1 + eˣ))`. Misra 2019, arXiv:1908.08681.
public final class Mish extends Layer {
    /// A new layer.
    public Mish() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.mish(input);
    }
}
