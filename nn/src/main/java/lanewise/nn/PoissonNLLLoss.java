package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.engine.op.Reduction;
import lanewise.nn.functional.Functional;

/// Negative log-likelihood of counts under Poisson distributions: `exp(input) − target·input`, or without
/// `logInput` `input − target·log(input + eps)`.
public final class PoissonNLLLoss extends Module {
    private final boolean logInput;
    private final boolean full;
    private final double eps;
    private final Reduction reduction;

    /// With PyTorch's defaults: the mean.
    public PoissonNLLLoss() {
        this(true, false, 1e-8, Reduction.MEAN);
    }

    /// With another reduction.
    public PoissonNLLLoss(Reduction reduction) {
        this(true, false, 1e-8, reduction);
    }

    /// With all options.
    ///
    /// @param logInput whether the input is logarithms of the rates
    /// @param full whether with Stirling's approximation of `log target!`
    /// @param eps keeps the logarithm finite
    /// @param reduction what becomes of the elements' losses
    public PoissonNLLLoss(boolean logInput, boolean full, double eps, Reduction reduction) {
        this.logInput = logInput;
        this.full = full;
        this.eps = eps;
        this.reduction = reduction;
    }

    /// The loss.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor input, Tensor target) {
        return hooked(this, PoissonNLLLoss::forward, input, target);
    }

    private Tensor forward(Tensor input, Tensor target) {
        return Functional.poissonNllLoss(input, target, logInput, full, eps, reduction);
    }
}
