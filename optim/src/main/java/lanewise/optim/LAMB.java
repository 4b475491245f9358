package lanewise.optim;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// LAMB: Adam whose step is scaled, parameter by parameter, to the length of the parameter, for training with large
/// batches. In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                                  if maximize
///     m ← β₁·m + (1 − β₁)·g                   first moment
///     v ← β₂·v + (1 − β₂)·g²                  second moment
///     m̂ = m / (1 − β₁ᵗ)                       m̂ = m without bias correction
///     v̂ = v / (1 − β₂ᵗ)                       v̂ = v without bias correction
///     u = m̂ / (√v̂ + ε) + λ·p                  weight decay λ
///     r = ‖p‖ / ‖u‖                           trust ratio; 1 if one of the two is 0
///     p ← p − η·r·u                           learning rate η
///
/// You et al. 2019, "Large batch optimization for deep learning: training BERT in 76 minutes", arXiv:1904.00962,
/// with the identity as the paper's `φ`. PyTorch does not have it; names and state are Adam's there.
public final class LAMB extends Optimizer<LAMB.Options> {
    /// With the defaults.
    public LAMB(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With the defaults but for the learning rate.
    public LAMB(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public LAMB(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What LAMB can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-6
    /// @param weightDecay λ, 0
    /// @param biasCorrection whether the moments are corrected for their start at zero; true
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean biasCorrection,
            boolean maximize)
            implements BetaOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("LAMB", "learningRate", learningRate);
            OptionChecks.belowOne("LAMB", "beta1", beta1);
            OptionChecks.belowOne("LAMB", "beta2", beta2);
            OptionChecks.notNegative("LAMB", "eps", eps);
            OptionChecks.notNegative("LAMB", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-6, 0, true, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        /// The same with other decay rates of the moments.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        /// The same with or without the correction of the moments' bias.
        public Options withBiasCorrection(boolean biasCorrection) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, biasCorrection, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
                    .put("bias_correction", biasCorrection)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.first(saved, "betas", beta1),
                    SavedOption.second(saved, "betas", beta2),
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "bias_correction", biasCorrection),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new LAMBState(parameter);
        }
    }
}
