package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Collection;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Lion: steps of one size in each element, in the direction of a momentum's sign. In each step, for a parameter
/// `p` with gradient `g`:
///
///     g ← −g                            if maximize
///     c = β₁·m + (1 − β₁)·g             the direction
///     p ← p − η·(sign(c) + λ·p)         learning rate η, decoupled weight decay λ
///     m ← β₂·m + (1 − β₂)·g             momentum
///
/// One slot instead of Adam's two. The paper advises a learning rate 3 to 10 times smaller than AdamW's, and a
/// weight decay as many times larger. PyTorch has no Lion; the state has the names of the authors' code.
///
/// Chen et al. 2023, "Symbolic discovery of optimization algorithms", arXiv:2302.06675.
public final class Lion extends Optimizer<Lion.Options> {
    /// With the paper's defaults.
    public Lion(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With the paper's defaults but for the learning rate.
    public Lion(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Lion(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Lion can be told.
    ///
    /// @param learningRate η, 1e-4
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.99
    /// @param weightDecay λ, 0
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(double learningRate, double beta1, double beta2, double weightDecay, boolean maximize)
            implements BetaOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or a beta is not below 1
        public Options {
            OptionChecks.notNegative("Lion", "learningRate", learningRate);
            OptionChecks.belowOne("Lion", "beta1", beta1);
            OptionChecks.belowOne("Lion", "beta2", beta2);
            OptionChecks.notNegative("Lion", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-4);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.99, 0, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, weightDecay, maximize);
        }

        /// The same with other weights of the momentum, in the direction and in its own average.
        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, weightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta1, beta2, weightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, weightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("weight_decay", weightDecay)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.first(saved, "betas", beta1),
                    SavedOption.second(saved, "betas", beta2),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int MOMENTUM = 0;

        private final Loop plain = new Plain();

        private boolean loaded;

        private float sign;
        private float keep1;
        private float keep1Rest;
        private float share1;
        private float keep2;
        private float keep2Rest;
        private float share2;
        private float eta;
        private float decoupled;

        State(Tensor parameter) {
            super(parameter, "exp_avg");
        }

        @Override
        protected void prepare(Options options) {
            use(MOMENTUM);
        }

        /// The rule is the same in each step.
        @Override
        protected boolean countsSteps() {
            return false;
        }

        @Override
        protected boolean isStarted() {
            return loaded || super.isStarted();
        }

        @Override
        protected void loaded(Collection<String> names, String where) {
            super.loaded(names, where);
            loaded = true;
        }

        @Override
        Loop prepareStep(Options options) {
            sign = options.maximize ? -1 : 1;
            keep1 = head(options.beta1);
            keep1Rest = rest(options.beta1);
            share1 = (float) (1 - options.beta1);
            keep2 = head(options.beta2);
            keep2Rest = rest(options.beta2);
            share2 = (float) (1 - options.beta2);
            eta = (float) options.learningRate;
            decoupled = (float) (options.learningRate * options.weightDecay);
            return plain;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] momentum = slots[MOMENTUM];
                var zero = FloatVector.zero(SPECIES);
                var beta1 = FloatVector.broadcast(SPECIES, keep1);
                var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
                var beta2 = FloatVector.broadcast(SPECIES, keep2);
                var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
                var etaLambda = FloatVector.broadcast(SPECIES, decoupled);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var m = FloatVector.fromArray(SPECIES, momentum, sAt + i);
                    var c = m.fma(beta1, m.fma(beta1Rest, slope.mul(share1))); // β₁·m + (1 − β₁)·g
                    var rises = c.compare(VectorOperators.GT, 0f);
                    var falls = c.compare(VectorOperators.LT, 0f);
                    var direction = zero.blend(eta, rises).blend(-eta, falls); // η·sign(c)
                    var m1 = m.fma(beta2, m.fma(beta2Rest, slope.mul(share2))); // β₂·m + (1 − β₂)·g
                    m1.intoArray(momentum, sAt + i);
                    x.sub(x.fma(etaLambda, direction)).intoArray(p, pAt + i); // p − (ηλ·p + direction)
                }
            }
        }
    }
}
