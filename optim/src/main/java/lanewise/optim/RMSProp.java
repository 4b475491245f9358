package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// RMSProp, plain or centered, with momentum if wanted. In each step, for a parameter `p` with gradient `g`:
///
///     g ← −g                       if maximize
///     g ← g + λ·p                  weight decay λ
///     s ← α·s + (1 − α)·g²         mean square
///     a ← α·a + (1 − α)·g          mean, if centered
///     d = √s + ε                   the step's scale
///     d = √(s − a²) + ε            if centered
///     b ← μ·b + g/d                momentum μ
///     p ← p − η·g/d                without momentum, learning rate η
///     p ← p − η·b                  with momentum
///
/// ε stands outside the root, as in PyTorch; TensorFlow has it inside. Where rounding makes `s − a²` negative, it
/// counts as 0; PyTorch gives NaN there.
///
/// Tieleman, Hinton 2012, "Neural networks for machine learning", lecture 6.5. Centered: Graves 2013, "Generating
/// sequences with recurrent neural networks", arXiv:1308.0850.
public final class RMSProp extends Optimizer<RMSProp.Options> {
    /// With PyTorch's defaults.
    public RMSProp(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public RMSProp(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public RMSProp(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What RMSProp can be told.
    ///
    /// @param learningRate η, 0.01
    /// @param alpha α, 0.99
    /// @param eps ε, 1e-8
    /// @param weightDecay λ, 0
    /// @param momentum μ, 0: none
    /// @param centered whether the step is scaled by the gradient's standard deviation instead of its root mean
    ///     square; false
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double alpha,
            double eps,
            double weightDecay,
            double momentum,
            boolean centered,
            boolean maximize)
            implements MomentumOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or alpha is above 1
        public Options {
            OptionChecks.notNegative("RMSProp", "learningRate", learningRate);
            if (!(alpha >= 0 && alpha <= 1)) {
                throw OptionChecks.refused("RMSProp", "alpha", alpha, "from 0 to 1");
            }
            OptionChecks.notNegative("RMSProp", "eps", eps);
            OptionChecks.notNegative("RMSProp", "weightDecay", weightDecay);
            OptionChecks.notNegative("RMSProp", "momentum", momentum);
        }

        /// The defaults.
        public Options() {
            this(1e-2);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.99, 1e-8, 0, 0, false, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /// The same with another decay rate of the means.
        public Options withAlpha(double alpha) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        @Override
        public Options withMomentum(double momentum) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /// The same, centered or not.
        public Options withCentered(boolean centered) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, alpha, eps, weightDecay, momentum, centered, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("momentum", momentum)
                    .put("alpha", alpha)
                    .put("eps", eps)
                    .put("centered", centered)
                    .put("weight_decay", weightDecay)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "alpha", alpha),
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.number(saved, "momentum", momentum),
                    SavedOption.flag(saved, "centered", centered),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int SQUARE = 0;
        private static final int BUFFER = 1;
        private static final int MEAN = 2;

        private final Loop plain = new Plain();
        private final Loop withMomentum = new WithMomentum();
        private final Loop centered = new Centered();
        private final Loop centeredWithMomentum = new CenteredWithMomentum();

        private float sign;
        private float weightDecay;
        private float keep;
        private float keepRest;
        private float share;
        private float eps;
        private float keepBuffer;
        private float keepBufferRest;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "square_avg", "momentum_buffer", "grad_avg");
        }

        @Override
        protected void prepare(Options options) {
            use(SQUARE);
            if (options.momentum != 0) {
                use(BUFFER);
            }
            if (options.centered) {
                use(MEAN);
            }
        }

        @Override
        Loop prepareStep(Options options) {
            sign = options.maximize ? -1 : 1;
            weightDecay = (float) options.weightDecay;
            keep = head(options.alpha);
            keepRest = rest(options.alpha);
            share = (float) (1 - options.alpha);
            eps = (float) options.eps;
            keepBuffer = head(options.momentum);
            keepBufferRest = rest(options.momentum);
            rate = (float) options.learningRate;
            if (options.momentum == 0) {
                return options.centered ? centered : plain;
            }
            return options.centered ? centeredWithMomentum : withMomentum;
        }

        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] square = slots[SQUARE];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var alpha = FloatVector.broadcast(SPECIES, keep);
                var alphaRest = FloatVector.broadcast(SPECIES, keepRest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, square, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = s.fma(alpha, s.fma(alphaRest, dx.mul(dx).mul(share))); // α·s + (1 − α)·g²
                    var d = s1.sqrt().add(eps); // √s + ε
                    s1.intoArray(square, sAt + i);
                    dx.div(d).fma(minusEta, x).intoArray(p, pAt + i); // p − η·g/d
                }
            }
        }

        private final class WithMomentum implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] square = slots[SQUARE];
                float[] buffer = slots[BUFFER];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var alpha = FloatVector.broadcast(SPECIES, keep);
                var alphaRest = FloatVector.broadcast(SPECIES, keepRest);
                var mu = FloatVector.broadcast(SPECIES, keepBuffer);
                var muRest = FloatVector.broadcast(SPECIES, keepBufferRest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, square, sAt + i);
                    var b = FloatVector.fromArray(SPECIES, buffer, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = s.fma(alpha, s.fma(alphaRest, dx.mul(dx).mul(share))); // α·s + (1 − α)·g²
                    var d = s1.sqrt().add(eps); // √s + ε
                    var b1 = b.fma(mu, b.fma(muRest, dx.div(d))); // μ·b + g/d
                    s1.intoArray(square, sAt + i);
                    b1.intoArray(buffer, sAt + i);
                    b1.fma(minusEta, x).intoArray(p, pAt + i); // p − η·b
                }
            }
        }

        private final class Centered implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] square = slots[SQUARE];
                float[] mean = slots[MEAN];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var alpha = FloatVector.broadcast(SPECIES, keep);
                var alphaRest = FloatVector.broadcast(SPECIES, keepRest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, square, sAt + i);
                    var a = FloatVector.fromArray(SPECIES, mean, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = s.fma(alpha, s.fma(alphaRest, dx.mul(dx).mul(share))); // α·s + (1 − α)·g²
                    var a1 = a.fma(alpha, a.fma(alphaRest, dx.mul(share))); // α·a + (1 − α)·g
                    var d = a1.neg().fma(a1, s1).max(0f).sqrt().add(eps); // √(s − a²) + ε
                    s1.intoArray(square, sAt + i);
                    a1.intoArray(mean, sAt + i);
                    dx.div(d).fma(minusEta, x).intoArray(p, pAt + i); // p − η·g/d
                }
            }
        }

        private final class CenteredWithMomentum implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] square = slots[SQUARE];
                float[] mean = slots[MEAN];
                float[] buffer = slots[BUFFER];
                var lambda = FloatVector.broadcast(SPECIES, weightDecay);
                var alpha = FloatVector.broadcast(SPECIES, keep);
                var alphaRest = FloatVector.broadcast(SPECIES, keepRest);
                var mu = FloatVector.broadcast(SPECIES, keepBuffer);
                var muRest = FloatVector.broadcast(SPECIES, keepBufferRest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var s = FloatVector.fromArray(SPECIES, square, sAt + i);
                    var a = FloatVector.fromArray(SPECIES, mean, sAt + i);
                    var b = FloatVector.fromArray(SPECIES, buffer, sAt + i);
                    var dx = x.fma(lambda, slope); // g + λ·p
                    var s1 = s.fma(alpha, s.fma(alphaRest, dx.mul(dx).mul(share))); // α·s + (1 − α)·g²
                    var a1 = a.fma(alpha, a.fma(alphaRest, dx.mul(share))); // α·a + (1 − α)·g
                    var d = a1.neg().fma(a1, s1).max(0f).sqrt().add(eps); // √(s − a²) + ε
                    var b1 = b.fma(mu, b.fma(muRest, dx.div(d))); // μ·b + g/d
                    s1.intoArray(square, sAt + i);
                    a1.intoArray(mean, sAt + i);
                    b1.intoArray(buffer, sAt + i);
                    b1.fma(minusEta, x).intoArray(p, pAt + i); // p − η·b
                }
            }
        }
    }
}
