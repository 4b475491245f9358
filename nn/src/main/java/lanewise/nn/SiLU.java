package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Sigmoid linear unit, also called swish, on every element: `x·σ(x)`. Elfwing, Uchibe, Doya 2017,
/// arXiv:1702.03118.
public final class SiLU extends Layer {
    /// A new layer.
    public SiLU() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.silu(input);
    }
}
