package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Averaged stochastic gradient descent. In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                            if maximize
///     g ← g + λ·p                       weight decay λ
///     p ← p − ηₜ·κ·p − ηₜ·g             decay term κ
///     a ← a + μₜ·(p − a)                average `ax`
///     ηₜ₊₁ = η / (1 + κ·η·t)^α          learning rate η; η₁ = η
///     μₜ₊₁ = 1 / max(1, t − t₀)         μ₁ = 1
///
/// Up to step `t₀ + 2` the average is the parameter itself. It is in the state only, as `ax`; nothing puts it into
/// the parameter. As in PyTorch, a step is made with the rate that the step before computed, so another learning
/// rate comes into effect one step later.
///
/// Polyak, Juditsky 1992, "Acceleration of stochastic approximation by averaging", doi:10.1137/0330046. The rates
/// are Bottou's.
public final class ASGD extends Optimizer<ASGD.Options> {
    /// With PyTorch's defaults.
    public ASGD(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public ASGD(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public ASGD(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What ASGD can be told.
    ///
    /// @param learningRate η, 0.01
    /// @param lambd κ, 1e-4
    /// @param alpha α, 0.75
    /// @param t0 t₀, where the average begins, 1e6
    /// @param weightDecay λ, 0
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate, double lambd, double alpha, double t0, double weightDecay, boolean maximize)
            implements OptimizerOptions<Options> {
        /// @throws IllegalArgumentException if the learning rate or the weight decay is negative, or a value is not
        ///     finite
        public Options {
            OptionChecks.notNegative("ASGD", "learningRate", learningRate);
            OptionChecks.finite("ASGD", "lambd", lambd);
            OptionChecks.finite("ASGD", "alpha", alpha);
            OptionChecks.finite("ASGD", "t0", t0);
            OptionChecks.notNegative("ASGD", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-2);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 1e-4, 0.75, 1e6, 0, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        /// The same with another decay term.
        public Options withLambd(double lambd) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        /// The same with another power in the learning rate's decay.
        public Options withAlpha(double alpha) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        /// The same with another start of the average.
        public Options withT0(double t0) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, lambd, alpha, t0, weightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("lambd", lambd)
                    .put("alpha", alpha)
                    .put("t0", t0)
                    .put("weight_decay", weightDecay)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "lambd", lambd),
                    SavedOption.number(saved, "alpha", alpha),
                    SavedOption.number(saved, "t0", t0),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int AVERAGE = 0;

        private final Loop following = new Following();
        private final Loop averaging = new Averaging();
        private final Scalar eta = scalar("eta", 0);
        private final Scalar mu = scalar("mu", 1);

        private float sign;
        private float weightDecay;
        private float rate;
        private float shrink;
        private float share;

        State(Tensor parameter) {
            super(parameter, "ax");
        }

        @Override
        protected void prepare(Options options) {
            use(AVERAGE);
        }

        @Override
        Loop prepareStep(Options options) {
            double t = (double) steps();
            double now = steps() == 1 ? options.learningRate : eta.get();
            double weight = mu.get();
            eta.set(options.learningRate / Math.pow(1 + options.lambd * options.learningRate * t, options.alpha));
            mu.set(1 / Math.max(1, t - options.t0));
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            rate = (float) now;
            shrink = (float) (options.lambd * now);
            share = (float) weight;
            return weight == 1 ? following : averaging;
        }

        @Override
        boolean isAbreastOf(FusedState<Options> lead) {
            State other = (State) lead;
            return super.isAbreastOf(lead) && eta.get() == other.eta.get() && mu.get() == other.mu.get();
        }

        @Override
        boolean carriesOn() {
            return true;
        }

        @Override
        void follow(FusedState<Options> lead, Options options) {
            eta.set(((State) lead).eta.get());
            mu.set(((State) lead).mu.get());
        }

        private final class Following implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] average = slots[AVERAGE];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var etaKappa = FloatVector.broadcast(SPECIES, shrink);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var y = x.sub(x.fma(etaKappa, dx.mul(rate))); // p − (ηκ·p + η·g)
                    y.intoArray(average, sAt + i);
                    y.intoArray(p, pAt + i);
                }
            }
        }

        private final class Averaging implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] average = slots[AVERAGE];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var etaKappa = FloatVector.broadcast(SPECIES, shrink);
                var mu = FloatVector.broadcast(SPECIES, share);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var a = FloatVector.fromArray(SPECIES, average, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var y = x.sub(x.fma(etaKappa, dx.mul(rate))); // p − (ηκ·p + η·g)
                    y.sub(a).fma(mu, a).intoArray(average, sAt + i); // a + μ·(p − a)
                    y.intoArray(p, pAt + i);
                }
            }
        }
    }
}
