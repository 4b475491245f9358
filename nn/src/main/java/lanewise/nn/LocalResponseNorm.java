package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Divides each element of `[n, c, ...]` by `(k + α·mean of squares)^β`, where the mean is over `size` channels
/// around its own, those beyond the ends counting as zeros. Krizhevsky, Sutskever, Hinton 2012.
public final class LocalResponseNorm extends Layer {
    private final int size;
    private final double alpha;
    private final double beta;
    private final double k;

    /// With PyTorch's defaults: α = 0.0001, β = 0.75, k = 1.
    public LocalResponseNorm(int size) {
        this(size, 1e-4, 0.75, 1);
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `size` is less than 1
    public LocalResponseNorm(int size, double alpha, double beta, double k) {
        if (size < 1) {
            throw new IllegalArgumentException("LocalResponseNorm: size must be at least 1, not " + size);
        }
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.localResponseNorm(input, size, alpha, beta, k);
    }

    @Override
    protected String extraRepr() {
        return size + ", alpha=" + Repr.of(alpha) + ", beta=" + Repr.of(beta) + ", k=" + Repr.of(k);
    }
}
