package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Collection;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// Stochastic gradient descent, with momentum if wanted. In step `t`, for a parameter `p` with gradient `g`:
///
///     g ← −g                       if maximize
///     g ← g + λ·p                  weight decay λ
///     b ← g                        the first step with momentum μ
///     b ← μ·b + (1 − τ)·g          later ones, with dampening τ
///     p ← p − η·g                  without momentum, learning rate η
///     p ← p − η·b                  with momentum
///     p ← p − η·(g + μ·b)          with Nesterov momentum
///
/// Without momentum, [sparse][Tensor#sparseGrad()] gradients change the rows that they have, and no others. With
/// momentum every row moves on in each step: they are merged into the buffer, at the cost of a step of the whole
/// matrix, as PyTorch's are into a buffer that is sparse and fills up. With weight decay they are refused, as in
/// PyTorch.
///
/// The learning rate stands outside the buffer `b`, as in PyTorch; in Sutskever's formulation it stands inside.
///
/// Robbins, Monro 1951, doi:10.1214/aoms/1177729586. Polyak 1964, doi:10.1016/0041-5553(64)90137-5. Sutskever,
/// Martens, Dahl, Hinton 2013, "On the importance of initialization and momentum in deep learning".
public final class SGD extends Optimizer<SGD.Options> {
    /// With learning rate 0.001 and no momentum.
    public SGD(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// Without momentum.
    public SGD(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With momentum.
    public SGD(List<? extends Tensor> parameters, double learningRate, double momentum) {
        this(parameters, new Options(learningRate).withMomentum(momentum));
    }

    /// With these options.
    public SGD(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What SGD can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param momentum μ, 0: none
    /// @param dampening τ, 0
    /// @param weightDecay λ, 0
    /// @param nesterov whether the gradient is taken ahead of the step; it needs a momentum and no dampening;
    ///     false
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize)
            implements MomentumOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative (but for the dampening) or not finite, or
        ///     `nesterov` comes without momentum or with dampening
        public Options {
            OptionChecks.notNegative("SGD", "learningRate", learningRate);
            OptionChecks.notNegative("SGD", "momentum", momentum);
            OptionChecks.finite("SGD", "dampening", dampening);
            OptionChecks.notNegative("SGD", "weightDecay", weightDecay);
            if (nesterov && (momentum == 0 || dampening != 0)) {
                throw new IllegalArgumentException(
                        "SGD: nesterov is true, momentum is " + momentum + " and dampening is " + dampening
                                + "; Nesterov momentum needs a momentum above 0 and a dampening of 0");
            }
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0, 0, 0, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        @Override
        public Options withMomentum(double momentum) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        /// The same with another dampening.
        public Options withDampening(double dampening) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        /// The same with or without Nesterov momentum.
        public Options withNesterov(boolean nesterov) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("momentum", momentum)
                    .put("dampening", dampening)
                    .put("weight_decay", weightDecay)
                    .put("nesterov", nesterov)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "momentum", momentum),
                    SavedOption.number(saved, "dampening", dampening),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "nesterov", nesterov),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int BUFFER = 0;

        private final Loop plain = new Plain();
        private final Loop withMomentum = new WithMomentum();

        /// Whether the buffer holds a first gradient.
        private boolean started;

        private float sign;
        private float weightDecay;
        private float share;
        private float keep;
        private float keepRest;
        private float direct;
        private float ahead;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "momentum_buffer");
        }

        @Override
        protected void prepare(Options options) {
            if (options.momentum != 0) {
                use(BUFFER);
            }
        }

        @Override
        protected boolean countsSteps() {
            return false;
        }

        @Override
        protected boolean isStarted() {
            return started;
        }

        @Override
        protected void loaded(Collection<String> names, String where) {
            started = !names.isEmpty();
        }

        @Override
        @Nullable
        String objectionToSparse(Options options) {
            if (options.weightDecay != 0) {
                return "with weight decay " + options.weightDecay
                        + " would change rows that have no gradient; set it to 0, or leave out the embedding's option"
                        + " sparse";
            }
            return null;
        }

        @Override
        boolean movesAllRows(Options options) {
            return options.momentum != 0;
        }

        @Override
        Loop prepareStep(Options options) {
            boolean hasMomentum = options.momentum != 0;
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            rate = (float) options.learningRate;
            share = started ? (float) (1 - options.dampening) : 1;
            keep = started ? head(options.momentum) : 0;
            keepRest = started ? rest(options.momentum) : 0;
            direct = options.nesterov ? 1 : 0;
            ahead = options.nesterov ? (float) options.momentum : 1;
            started |= hasMomentum;
            return hasMomentum ? withMomentum : plain;
        }

        @Override
        boolean isAbreastOf(FusedState<Options> lead) {
            return super.isAbreastOf(lead) && started == ((State) lead).started;
        }

        @Override
        boolean carriesOn() {
            return true;
        }

        @Override
        void follow(FusedState<Options> lead, Options options) {
            started = ((State) lead).started;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var dx = x.fma(lambda, slope); // g + λ·p
                    dx.fma(minusEta, x).intoArray(p, pAt + i); // p − η·g
                }
            }
        }

        private final class WithMomentum implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] buffer = slots[BUFFER];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var mu = FloatVector.broadcast(SPECIES, keep);
                var muRest = FloatVector.broadcast(SPECIES, keepRest);
                var onward = FloatVector.broadcast(SPECIES, ahead);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var b = FloatVector.fromArray(SPECIES, buffer, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var b1 = b.fma(mu, b.fma(muRest, dx.mul(share))); // μ·b + (1 − τ)·g
                    var direction = b1.fma(onward, dx.mul(direct)); // b, or g + μ·b
                    b1.intoArray(buffer, sAt + i);
                    direction.fma(minusEta, x).intoArray(p, pAt + i); // p − η·direction
                }
            }
        }
    }
}
