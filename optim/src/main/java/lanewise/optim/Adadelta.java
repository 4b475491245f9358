package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Adadelta. In each step, for a parameter `p` with gradient `g`:
///
///     g ← −g                            if maximize
///     g ← g + λ·p                       weight decay λ
///     s ← ρ·s + (1 − ρ)·g²              mean square of the gradients
///     Δ = √(a + ε) / √(s + ε) · g
///     a ← ρ·a + (1 − ρ)·Δ²              mean square of the steps
///     p ← p − η·Δ                       learning rate η
///
/// ε stands inside the roots: with `a` at 0 in the beginning, it is what lets the first step move.
///
/// Zeiler 2012, "ADADELTA: an adaptive learning rate method", arXiv:1212.5701. There is no learning rate in the
/// paper; PyTorch's default is 1.
public final class Adadelta extends Optimizer<Adadelta.Options> {
    /// With PyTorch's defaults.
    public Adadelta(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public Adadelta(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Adadelta(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Adadelta can be told.
    ///
    /// @param learningRate η, 1
    /// @param rho ρ, 0.9
    /// @param eps ε, 1e-6
    /// @param weightDecay λ, 0
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(double learningRate, double rho, double eps, double weightDecay, boolean maximize)
            implements OptimizerOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or rho is above 1
        public Options {
            OptionChecks.notNegative("Adadelta", "learningRate", learningRate);
            if (!(rho >= 0 && rho <= 1)) {
                throw OptionChecks.refused("Adadelta", "rho", rho, "from 0 to 1");
            }
            OptionChecks.notNegative("Adadelta", "eps", eps);
            OptionChecks.notNegative("Adadelta", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 1e-6, 0, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, rho, eps, weightDecay, maximize);
        }

        /// The same with another decay rate of the means.
        public Options withRho(double rho) {
            return new Options(learningRate, rho, eps, weightDecay, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, rho, eps, weightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, rho, eps, weightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, rho, eps, weightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("rho", rho)
                    .put("eps", eps)
                    .put("weight_decay", weightDecay)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "rho", rho),
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
        private static final int SQUARE = 0;
        private static final int DELTA = 1;

        private final Loop plain = new Plain();

        private float sign;
        private float weightDecay;
        private float keep;
        private float keepRest;
        private float share;
        private float eps;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "square_avg", "acc_delta");
        }

        @Override
        protected void prepare(Options options) {
            use(SQUARE);
            use(DELTA);
        }

        @Override
        Loop prepareStep(Options options) {
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            keep = head(options.rho);
            keepRest = rest(options.rho);
            share = (float) (1 - options.rho);
            eps = (float) options.eps;
            rate = (float) options.learningRate;
            return plain;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] square = slots[SQUARE];
                float[] accumulated = slots[DELTA];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var rho = FloatVector.broadcast(SPECIES, keep);
                var rhoRest = FloatVector.broadcast(SPECIES, keepRest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, square, sAt + i);
                    var a = FloatVector.fromArray(SPECIES, accumulated, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = s.fma(rho, s.fma(rhoRest, dx.mul(dx).mul(share))); // ρ·s + (1 − ρ)·g²
                    var delta = a.add(eps).sqrt().div(s1.add(eps).sqrt()).mul(dx); // √(a + ε) / √(s + ε) · g
                    var a1 = a.fma(rho, a.fma(rhoRest, delta.mul(delta).mul(share))); // ρ·a + (1 − ρ)·Δ²
                    s1.intoArray(square, sAt + i);
                    a1.intoArray(accumulated, sAt + i);
                    delta.fma(minusEta, x).intoArray(p, pAt + i); // p − η·Δ
                }
            }
        }
    }
}
