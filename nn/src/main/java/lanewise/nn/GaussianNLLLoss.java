package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Negative log-likelihood of targets under normal distributions: `(log var + (input − target)²/var)/2`. Nix,
/// Weigend 1994, "Estimating the mean and variance of the target probability distribution".
public final class GaussianNLLLoss extends Module {
    private final boolean full;
    private final double eps;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public GaussianNLLLoss() {
        this(false, 1e-6, Reduction.MEAN);
    }

    /// With another reduction.
    public GaussianNLLLoss(Reduction reduction) {
        this(false, 1e-6, reduction);
    }

    /// With all options.
    ///
    /// @param full whether with the constant `log(2π)/2`
    /// @param eps what a variance counts at least, for stability
    /// @param reduction what becomes of the elements' losses
    public GaussianNLLLoss(boolean full, double eps, Reduction reduction) {
        this.full = full;
        this.eps = eps;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @param input the means
    /// @param var the variances, of the same shape, or with a last dimension of 1, or without it
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if a variance is negative
    public Tensor call(Tensor input, Tensor target, Tensor var) {
        return hooked(this, GaussianNLLLoss::forward, input, target, var);
    }

    private Tensor forward(Tensor input, Tensor target, Tensor var) {
        return Functional.gaussianNllLoss(input, target, var, full, eps, reduction);
    }
}
