package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Rectified linear unit with a ceiling, on every element: `min(max(x, 0), 6)`. Howard et al. 2017,
/// arXiv:1704.04861.
public final class ReLU6 extends Layer {
    /// A new layer.
    public ReLU6() {}

    @Override
    public Tensor forward(Tensor input) {
        return Functional.relu6(input);
    }
}
