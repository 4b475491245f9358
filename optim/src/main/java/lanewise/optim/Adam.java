package lanewise.optim;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Adam. In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                                  if maximize
///     g ← g + λ·p                             weight decay λ, as an L2 penalty
///     p ← p − η·λ·p                           instead, if the weight decay is decoupled; learning rate η
///     m ← β₁·m + (1 − β₁)·g                   first moment
///     v ← β₂·v + (1 − β₂)·g²                  second moment
///     m̂ = m / (1 − β₁ᵗ)
///     v̂ = v / (1 − β₂ᵗ)                       with amsgrad: the largest v so far instead of v
///     p ← p − η·m̂ / (√v̂ + ε)
///
/// Kingma, Ba 2014, "Adam: a method for stochastic optimization", arXiv:1412.6980. AMSGrad: Reddi, Kale, Kumar
/// 2018, "On the convergence of Adam and beyond", arXiv:1904.09237; as in PyTorch the largest is taken of `v`, not
/// of `v̂`.
public final class Adam extends Optimizer<Adam.Options> {
    /// With PyTorch's defaults.
    public Adam(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public Adam(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Adam(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Adam can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0
    /// @param amsgrad whether the step is scaled by the largest second moment so far; false
    /// @param maximize whether the objective grows instead of shrinking; false
    /// @param decoupledWeightDecay whether the weight decay acts on the parameter, as in [AdamW], and not through
    ///     the gradient; false
    public record Options(
            double learningRate,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean maximize,
            boolean decoupledWeightDecay)
            implements BetaOptions<Options>, AmsgradOptions {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("Adam", "learningRate", learningRate);
            OptionChecks.belowOne("Adam", "beta1", beta1);
            OptionChecks.belowOne("Adam", "beta2", beta2);
            OptionChecks.notNegative("Adam", "eps", eps);
            OptionChecks.notNegative("Adam", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, 0, false, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same with other decay rates of the moments.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same with or without AMSGrad.
        public Options withAmsgrad(boolean amsgrad) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
        }

        /// The same with the weight decay decoupled or not.
        public Options withDecoupledWeightDecay(boolean decoupledWeightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay);
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
                    .put("decoupled_weight_decay", decoupledWeightDecay);
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
                    SavedOption.flag(saved, "maximize", maximize),
                    SavedOption.flag(saved, "decoupled_weight_decay", decoupledWeightDecay));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new AdamState<>(parameter);
        }
    }
}
