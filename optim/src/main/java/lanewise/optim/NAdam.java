package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// NAdam: Adam with Nesterov momentum, which grows over the steps. In step `t` from 1 on, for a parameter `p` with
/// gradient `g`:
///
///     g ← −g                                  if maximize
///     g ← g + λ·p                             weight decay λ, as an L2 penalty
///     p ← p − η·λ·p                           instead, if the weight decay is decoupled; learning rate η
///     m ← β₁·m + (1 − β₁)·g                   first moment
///     v ← β₂·v + (1 − β₂)·g²                  second moment
///     μₜ = β₁·(1 − ½·0.96^(t·ψ))              momentum, with decay ψ
///     π ← π·μₜ                                product of all momenta so far, `mu_product`
///     d = √(v / (1 − β₂ᵗ)) + ε
///     p ← p − η·(1 − μₜ)/(1 − π) · g/d  −  η·μₜ₊₁/(1 − π·μₜ₊₁) · m/d
///
/// Dozat 2016, "Incorporating Nesterov momentum into Adam". PyTorch multiplies by `μₜ₊₁` alone since version 2;
/// version 1.13 took `π·μₜ·μₜ₊₁` in the last denominator.
public final class NAdam extends Optimizer<NAdam.Options> {
    /// With PyTorch's defaults.
    public NAdam(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public NAdam(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public NAdam(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What NAdam can be told.
    ///
    /// @param learningRate η, 0.002
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0
    /// @param momentumDecay ψ, 0.004
    /// @param decoupledWeightDecay whether the weight decay acts on the parameter, as in [AdamW], and not
    ///     through the gradient; false
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            double momentumDecay,
            boolean decoupledWeightDecay,
            boolean maximize)
            implements BetaOptions<Options>, AdamOptions {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("NAdam", "learningRate", learningRate);
            OptionChecks.belowOne("NAdam", "beta1", beta1);
            OptionChecks.belowOne("NAdam", "beta2", beta2);
            OptionChecks.notNegative("NAdam", "eps", eps);
            OptionChecks.notNegative("NAdam", "weightDecay", weightDecay);
            OptionChecks.notNegative("NAdam", "momentumDecay", momentumDecay);
        }

        /// The defaults.
        public Options() {
            this(2e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, 0, 4e-3, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same with other decay rates of the moments.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same with another decay of the momentum.
        public Options withMomentumDecay(double momentumDecay) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same with the weight decay decoupled or not.
        public Options withDecoupledWeightDecay(boolean decoupledWeightDecay) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(
                    learningRate, beta1, beta2, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
                    .put("momentum_decay", momentumDecay)
                    .put("decoupled_weight_decay", decoupledWeightDecay)
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
                    SavedOption.number(saved, "momentum_decay", momentumDecay),
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
        private final Scalar muProduct = scalar("mu_product", 1);

        private float gradientRate;
        private float momentRate;
        private float eps;

        State(Tensor parameter) {
            super(parameter, "exp_avg", "exp_avg_sq");
        }

        /// With `c = √(1 − β₂ᵗ)`, the step `(a·g + b·m) / (√v/c + ε)` is `(ac·g + bc·m) / (√v + ε·c)`.
        @Override
        Loop prepareStep(Options options) {
            prepareMoments(options);
            double mu = momentum(options, steps());
            double muNext = momentum(options, steps() + 1);
            double product = muProduct.get() * mu;
            muProduct.set(product);
            double correction = Math.sqrt(1 - Math.pow(options.beta2, (double) steps()));
            double rate = options.learningRate * correction;
            gradientRate = (float) (rate * (1 - mu) / (1 - product));
            momentRate = (float) (rate * muNext / (1 - product * muNext));
            eps = (float) (options.eps * correction);
            return plain;
        }

        @Override
        boolean isAbreastOf(FusedState<Options> lead) {
            return super.isAbreastOf(lead) && muProduct.get() == ((State) lead).muProduct.get();
        }

        @Override
        boolean carriesOn() {
            return true;
        }

        @Override
        void follow(FusedState<Options> lead, Options options) {
            muProduct.set(((State) lead).muProduct.get());
        }

        private static double momentum(Options options, long step) {
            return options.beta1 * (1 - 0.5 * Math.pow(0.96, step * options.momentumDecay));
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
                var ofGradient = FloatVector.broadcast(SPECIES, gradientRate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                    var v = FloatVector.fromArray(SPECIES, second, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                    var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                    var ahead = dx.fma(ofGradient, m1.mul(momentRate)); // the two steps together
                    var delta = ahead.div(v1.sqrt().add(eps));
                    m1.intoArray(first, sAt + i);
                    v1.intoArray(second, sAt + i);
                    x.sub(x.fma(etaLambda, delta)).intoArray(p, pAt + i); // p − (ηλ·p + delta)
                }
            }
        }
    }
}
