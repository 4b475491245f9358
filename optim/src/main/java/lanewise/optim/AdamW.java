package lanewise.optim;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Adam with decoupled weight decay: the decay acts on the parameter and does not pass through the moments. In
/// step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                                  if maximize
///     p ← p − η·λ·p                           weight decay λ, learning rate η
///     m ← β₁·m + (1 − β₁)·g                   first moment
///     v ← β₂·v + (1 − β₂)·g²                  second moment
///     m̂ = m / (1 − β₁ᵗ)
///     v̂ = v / (1 − β₂ᵗ)                       with amsgrad: the largest v so far instead of v
///     p ← p − η·m̂ / (√v̂ + ε)
///
/// Loshchilov, Hutter 2017, "Decoupled weight decay regularization", arXiv:1711.05101. The decay is multiplied by
/// the current learning rate, as in PyTorch; the paper keeps the two apart.
public final class AdamW extends Optimizer<AdamW.Options> {
    /// With PyTorch's defaults.
    public AdamW(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public AdamW(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public AdamW(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What AdamW can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0.01
    /// @param amsgrad whether the step is scaled by the largest second moment so far; false
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean maximize)
            implements BetaOptions<Options>, AmsgradOptions {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("AdamW", "learningRate", learningRate);
            OptionChecks.belowOne("AdamW", "beta1", beta1);
            OptionChecks.belowOne("AdamW", "beta2", beta2);
            OptionChecks.notNegative("AdamW", "eps", eps);
            OptionChecks.notNegative("AdamW", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, 1e-2, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /// The same with other decay rates of the moments.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /// The same with or without AMSGrad.
        public Options withAmsgrad(boolean amsgrad) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
                    .put("amsgrad", amsgrad)
                    .put("maximize", maximize)
                    .put("decoupled_weight_decay", true);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.first(saved, "betas", beta1),
                    SavedOption.second(saved, "betas", beta2),
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "amsgrad", amsgrad),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new AdamState<>(parameter);
        }

        /// Whether the weight decay acts on the parameter, and not through the gradient: true for AdamW.
        @Override
        public boolean decoupledWeightDecay() {
            return true;
        }
    }
}
