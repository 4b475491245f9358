package lanewise.nn;

import lanewise.autograd.Tensor;

/// Rectified linear unit, on every element: `max(x, 0)`.
public final class ReLU extends Layer {
    /// A new layer.
    public ReLU() {}

    @Override
    public Tensor forward(Tensor input) {
        return input.relu();
    }
}
