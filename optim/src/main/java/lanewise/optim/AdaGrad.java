package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// AdaGrad. In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                       if maximize
///     g ← g + λ·p                  weight decay λ
///     s ← s + g²                   starts at the initial accumulator value
///     η̂ = η / (1 + (t − 1)·κ)      learning rate η, its decay κ
///     p ← p − η̂·g / (√s + ε)
///
/// Without weight decay, [sparse][Tensor#sparseGrad()] gradients change the rows that they have, and no others.
///
/// Duchi, Hazan, Singer 2011, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR
/// 12.
public final class AdaGrad extends Optimizer<AdaGrad.Options> {
    /// With PyTorch's defaults.
    public AdaGrad(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public AdaGrad(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public AdaGrad(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What AdaGrad can be told.
    ///
    /// @param learningRate η, 0.01
    /// @param lrDecay κ, 0
    /// @param weightDecay λ, 0
    /// @param initialAccumulatorValue what the sum of squares starts from, 0; a change in a group of parameters
    ///     that exists already has no effect
    /// @param eps ε, 1e-10
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double lrDecay,
            double weightDecay,
            double initialAccumulatorValue,
            double eps,
            boolean maximize)
            implements OptimizerOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite
        public Options {
            OptionChecks.notNegative("AdaGrad", "learningRate", learningRate);
            OptionChecks.notNegative("AdaGrad", "lrDecay", lrDecay);
            OptionChecks.notNegative("AdaGrad", "weightDecay", weightDecay);
            OptionChecks.notNegative("AdaGrad", "initialAccumulatorValue", initialAccumulatorValue);
            OptionChecks.notNegative("AdaGrad", "eps", eps);
        }

        /// The defaults.
        public Options() {
            this(1e-2);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0, 0, 0, 1e-10, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /// The same with another decay of the learning rate.
        public Options withLrDecay(double lrDecay) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /// The same with another start of the sum of squares.
        public Options withInitialAccumulatorValue(double initialAccumulatorValue) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, lrDecay, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("lr_decay", lrDecay)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
                    .put("initial_accumulator_value", initialAccumulatorValue)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "lr_decay", lrDecay),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.number(saved, "initial_accumulator_value", initialAccumulatorValue),
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            State state = new State(parameter);
            state.slot("sum").fill((float) initialAccumulatorValue);
            return state;
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int SUM = 0;

        private final Loop plain = new Plain();

        private float sign;
        private float weightDecay;
        private float eps;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "sum");
        }

        @Override
        protected void prepare(Options options) {
            use(SUM);
        }

        /// PyTorch makes this optimizer's state before the first step.
        @Override
        protected boolean isStarted() {
            return true;
        }

        @Override
        @Nullable
        String objectionToSparse(Options options) {
            return options.weightDecay == 0
                    ? null
                    : "with weight decay " + options.weightDecay
                            + " would change rows that have no gradient; set it to 0,"
                            + " or leave out the embedding's option sparse";
        }

        @Override
        Loop prepareStep(Options options) {
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            eps = (float) options.eps;
            rate = (float) (options.learningRate / (1 + (steps() - 1) * options.lrDecay));
            return plain;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] sum = slots[SUM];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, sum, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = dx.fma(dx, s); // s + g²
                    var step = dx.div(s1.sqrt().add(eps)); // g / (√s + ε)
                    s1.intoArray(sum, sAt + i);
                    step.fma(minusEta, x).intoArray(p, pAt + i); // p − η̂·step
                }
            }
        }
    }
}
