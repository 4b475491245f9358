package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Swish with a hard sigmoid, on every element: `x·min(max(x/6 + ½, 0), 1)`. Howard et al. 2019, arXiv:1905.02244.
public final class Hardswish extends Layer {
    /// A new layer.
    public Hardswish() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.hardswish(input);
    }
}
