package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Tanh of three straight pieces, on every element: `min(max(x, min), max)`.
public final class Hardtanh extends Layer {
    private final double min;
    private final double max;

    /// Between −1 and 1.
    public Hardtanh() {
        this(-1.0, 1.0);
    }

    /// Between the given bounds.
    ///
    /// @throws IllegalArgumentException unless `min < max`
    public Hardtanh(double min, double max) {
        if (!(min < max)) {
            throw new IllegalArgumentException("Hardtanh: min " + min + " must be below max " + max);
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.hardtanh(input, min, max);
    }

    @Override
    protected String extraRepr() {
        return "min_val=" + min + ", max_val=" + max;
    }
}
