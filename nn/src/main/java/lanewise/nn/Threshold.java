package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// A threshold, on every element: `x` where it is above, otherwise a constant.
public final class Threshold extends Layer {
    private final double threshold;
    private final double value;

    /// With the threshold and the constant.
    public Threshold(double threshold, double value) {
        this.threshold = threshold;
        this.value = value;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.threshold(input, threshold, value);
    }

    @Override
    protected String extraRepr() {
        return "threshold=" + threshold + ", value=" + value;
    }
}
