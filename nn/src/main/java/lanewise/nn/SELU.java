package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Scaled exponential linear unit, on every element: `1.0507·(x if x > 0, otherwise 1.6733·(eˣ − 1))`, whose
/// constants keep mean 0 and variance 1 from layer to layer. Klambauer, Unterthiner, Mayr, Hochreiter 2017,
/// arXiv:1706.02515.
public final class SELU extends Layer {
    /// A new layer.
    public SELU() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.selu(input);
    }
}
