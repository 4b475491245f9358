package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Adamax: Adam with the infinity norm in place of the second moment. In step `t` from 1 on, for a parameter `p`
/// with gradient `g`:
///
///     g ← −g                            if maximize
///     g ← g + λ·p                       weight decay λ, as an L2 penalty
///     m ← β₁·m + (1 − β₁)·g             first moment
///     u ← max(β₂·u, |g| + ε)            infinity norm
///     p ← p − η/(1 − β₁ᵗ) · m/u         learning rate η
///
/// ε stands inside the maximum, as in PyTorch; the paper has none.
///
/// Kingma, Ba 2014, "Adam: a method for stochastic optimization", arXiv:1412.6980, section 7.1.
public final class Adamax extends Optimizer<Adamax.Options> {
    /// With PyTorch's defaults.
    public Adamax(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public Adamax(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Adamax(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Adamax can be told.
    ///
    /// @param learningRate η, 0.002
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate, double beta1, double beta2, double eps, double weightDecay, boolean maximize)
            implements BetaOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("Adamax", "learningRate", learningRate);
            OptionChecks.belowOne("Adamax", "beta1", beta1);
            OptionChecks.belowOne("Adamax", "beta2", beta2);
            OptionChecks.notNegative("Adamax", "eps", eps);
            OptionChecks.notNegative("Adamax", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(2e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, 0, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, maximize);
        }

        /// The same with other decay rates of the moment and the norm.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, weightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
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
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int FIRST = 0;
        private static final int NORM = 1;

        private final Loop plain = new Plain();

        private float sign;
        private float weightDecay;
        private float keep1;
        private float keep1Rest;
        private float share1;
        private float keep2;
        private float keep2Rest;
        private float eps;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "exp_avg", "exp_inf");
        }

        @Override
        protected void prepare(Options options) {
            use(FIRST);
            use(NORM);
        }

        @Override
        Loop prepareStep(Options options) {
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            keep1 = head(options.beta1);
            keep1Rest = rest(options.beta1);
            share1 = (float) (1 - options.beta1);
            keep2 = head(options.beta2);
            keep2Rest = rest(options.beta2);
            eps = (float) options.eps;
            rate = (float) (options.learningRate / (1 - Math.pow(options.beta1, (double) steps())));
            return plain;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] first = slots[FIRST];
                float[] norm = slots[NORM];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var beta1 = FloatVector.broadcast(SPECIES, keep1);
                var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
                var beta2 = FloatVector.broadcast(SPECIES, keep2);
                var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                    var u = FloatVector.fromArray(SPECIES, norm, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                    var u1 = u.fma(beta2, u.mul(beta2Rest)).max(dx.abs().add(eps)); // max(β₂·u, |g| + ε)
                    m1.intoArray(first, sAt + i);
                    u1.intoArray(norm, sAt + i);
                    m1.div(u1).fma(minusEta, x).intoArray(p, pAt + i); // p − η/(1 − β₁ᵗ)·m/u
                }
            }
        }
    }
}
