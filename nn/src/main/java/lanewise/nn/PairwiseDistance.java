package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Distances of vectors along the last dimension: `(Σ|x1 − x2 + eps|^p)^(1/p)`.
public final class PairwiseDistance extends Module {
    private final double p;
    private final double eps;
    private final boolean keepDim;

    /// With PyTorch's defaults.
    public PairwiseDistance() {
        this(2.0, 1e-6, false);
    }

    /// With all options.
    ///
    /// @param p the norm
    /// @param eps what is added to each difference
    /// @param keepDim whether the last dimension stays, of size 1
    public PairwiseDistance(double p, double eps, boolean keepDim) {
        this.p = p;
        this.eps = eps;
        this.keepDim = keepDim;
    }

    /// The distances.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor x1, Tensor x2) {
        return hooked(this, PairwiseDistance::forward, x1, x2);
    }

    private Tensor forward(Tensor x1, Tensor x2) {
        return Functional.pairwiseDistance(x1, x2, p, eps, keepDim);
    }
}
