package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// RAdam: Adam whose steps are not scaled by the second moment as long as too few gradients are known, and
/// carefully after that. In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                                  if maximize
///     g ← g + λ·p                             weight decay λ, as an L2 penalty
///     p ← p − η·λ·p                           instead, if the weight decay is decoupled; learning rate η
///     m ← β₁·m + (1 − β₁)·g                   first moment
///     v ← β₂·v + (1 − β₂)·g²                  second moment
///     m̂ = m / (1 − β₁ᵗ)
///     ρ∞ = 2/(1 − β₂) − 1
///     ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)               as many gradients as `v` is worth
///     r = √((ρ − 4)·(ρ − 2)·ρ∞ / ((ρ∞ − 4)·(ρ∞ − 2)·ρ))
///     p ← p − η·r·√(1 − β₂ᵗ)·m̂ / (√v + ε)     if ρ > 5
///     p ← p − η·m̂                             otherwise
///
/// ε is added to the root of the uncorrected moment, as in PyTorch's code; its documentation has it inside the
/// root.
///
/// Liu et al. 2019, "On the variance of the adaptive learning rate and beyond", arXiv:1908.03265.
public final class RAdam extends Optimizer<RAdam.Options> {
    /// With PyTorch's defaults.
    public RAdam(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public RAdam(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public RAdam(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What RAdam can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0
    /// @param decoupledWeightDecay whether the weight decay acts on the parameter, as in [AdamW], and not
    ///     through the gradient; false
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupledWeightDecay,
            boolean maximize)
            implements BetaOptions<Options>, AdamOptions {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("RAdam", "learningRate", learningRate);
            OptionChecks.belowOne("RAdam", "beta1", beta1);
            OptionChecks.belowOne("RAdam", "beta2", beta2);
            OptionChecks.notNegative("RAdam", "eps", eps);
            OptionChecks.notNegative("RAdam", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, 0, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /// The same with other decay rates of the moments.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /// The same with the weight decay decoupled or not.
        public Options withDecoupledWeightDecay(boolean decoupledWeightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, decoupledWeightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
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
                    SavedOption.flag(saved, "decoupled_weight_decay", decoupledWeightDecay),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends MomentState<Options> {
        private final Loop plain = new Plain();

        private float rate;
        private float unscaled;
        private float eps;

        State(Tensor parameter) {
            super(parameter, "exp_avg", "exp_avg_sq");
        }

        /// One loop for both phases: the denominator `√v + ε` is blended with ones as long as the step is not
        /// scaled. To multiply the root by 0 instead would make NaN of an infinite one.
        @Override
        Loop prepareStep(Options options) {
            prepareMoments(options);
            double t = (double) steps();
            double power2 = Math.pow(options.beta2, t);
            double longest = 2 / (1 - options.beta2) - 1;
            double length = longest - 2 * t * power2 / (1 - power2);
            boolean rectified = length > 5;
            double correction = rectified ? rectification(longest, length) * Math.sqrt(1 - power2) : 1;
            rate = (float) (options.learningRate * correction / (1 - Math.pow(options.beta1, t)));
            unscaled = rectified ? 0 : 1;
            eps = (float) options.eps;
            return plain;
        }

        /// `r`, from `ρ∞` and `ρ`.
        private static double rectification(double longest, double length) {
            return Math.sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] first = slots[FIRST];
                float[] second = slots[SECOND];
                var lambda = FloatVector.broadcast(SPECIES, coupled);
                var etaLambda = FloatVector.broadcast(SPECIES, decoupled);
                var beta1 = FloatVector.broadcast(SPECIES, keep1);
                var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
                var beta2 = FloatVector.broadcast(SPECIES, keep2);
                var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
                var ones = FloatVector.broadcast(SPECIES, 1f);
                var all = FloatVector.broadcast(SPECIES, unscaled).compare(VectorOperators.GT, 0f);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                    var v = FloatVector.fromArray(SPECIES, second, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                    var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                    var d = v1.sqrt().add(eps).blend(ones, all); // √v + ε, or 1
                    var delta = m1.div(d).mul(rate); // η·r·m̂ / (√v + ε), or η·m̂
                    m1.intoArray(first, sAt + i);
                    v1.intoArray(second, sAt + i);
                    x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
                }
            }
        }
    }
}
