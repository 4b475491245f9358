package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;

/// Resilient backpropagation: each element has a step size of its own, and of the gradient only the signs count. In
/// each step, for a parameter `p` with gradient `g`:
///
///     g ← −g                            if maximize
///     s ← η₊·s                          if g·g₋ > 0, where g₋ is `prev`
///     s ← η₋·s,  g ← 0                  if g·g₋ < 0: the step before went too far
///     s ← min(max(s, s_min), s_max)     step size, at first the learning rate
///     p ← p − sign(g)·s
///     g₋ ← g                            at first 0
///
/// A learning rate that changes after the first step has no effect. Made for gradients of the whole data: those of
/// batches have signs that change too often.
///
/// Riedmiller, Braun 1993, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm",
/// doi:10.1109/ICNN.1993.298623. As in PyTorch, a step that went too far is not taken back.
public final class Rprop extends Optimizer<Rprop.Options> {
    /// With PyTorch's defaults.
    public Rprop(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public Rprop(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Rprop(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Rprop can be told.
    ///
    /// @param learningRate the first step size, 0.01
    /// @param etaMinus η₋, 0.5
    /// @param etaPlus η₊, 1.2
    /// @param minStep s_min, 1e-6
    /// @param maxStep s_max, 50
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate, double etaMinus, double etaPlus, double minStep, double maxStep, boolean maximize)
            implements OptimizerOptions<Options> {
        /// @throws IllegalArgumentException if the learning rate or a bound is negative or not finite, if the etas
        ///     do not satisfy `0 < etaMinus < 1 < etaPlus`, or if `minStep` is above `maxStep`
        public Options {
            OptionChecks.notNegative("Rprop", "learningRate", learningRate);
            if (!(etaMinus > 0 && etaMinus < 1)) {
                throw OptionChecks.refused("Rprop", "etaMinus", etaMinus, "above 0 and below 1");
            }
            if (!(etaPlus > 1 && etaPlus < Double.POSITIVE_INFINITY)) {
                throw OptionChecks.refused("Rprop", "etaPlus", etaPlus, "a finite number above 1");
            }
            OptionChecks.notNegative("Rprop", "minStep", minStep);
            OptionChecks.notNegative("Rprop", "maxStep", maxStep);
            if (minStep > maxStep) {
                throw OptionChecks.refused("Rprop", "minStep", minStep, "at most maxStep, which is " + maxStep);
            }
        }

        /// The defaults.
        public Options() {
            this(1e-2);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.5, 1.2, 1e-6, 50, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, etaMinus, etaPlus, minStep, maxStep, maximize);
        }

        /// The same with other factors by which step sizes shrink and grow.
        public Options withEtas(double etaMinus, double etaPlus) {
            return new Options(learningRate, etaMinus, etaPlus, minStep, maxStep, maximize);
        }

        /// The same with other bounds of the step sizes.
        public Options withStepSizes(double minStep, double maxStep) {
            return new Options(learningRate, etaMinus, etaPlus, minStep, maxStep, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, etaMinus, etaPlus, minStep, maxStep, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("etas", etaMinus, etaPlus)
                    .put("step_sizes", minStep, maxStep)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.first(saved, "etas", etaMinus),
                    SavedOption.second(saved, "etas", etaPlus),
                    SavedOption.first(saved, "step_sizes", minStep),
                    SavedOption.second(saved, "step_sizes", maxStep),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int PREVIOUS = 0;
        private static final int SIZE = 1;

        private final Loop plain = new Plain();

        private float sign;
        private float etaMinus;
        private float etaMinusRest;
        private float etaPlus;
        private float etaPlusRest;
        private float minStep;
        private float maxStep;

        State(Tensor parameter) {
            super(parameter, "prev", "step_size");
        }

        @Override
        protected void prepare(Options options) {
            use(PREVIOUS);
            use(SIZE);
        }

        @Override
        Loop prepareStep(Options options) {
            initializeSizes(options);
            sign = options.maximize ? -1 : 1;
            etaMinus = head(options.etaMinus);
            etaMinusRest = rest(options.etaMinus);
            etaPlus = head(options.etaPlus);
            etaPlusRest = rest(options.etaPlus);
            minStep = (float) options.minStep;
            maxStep = (float) options.maxStep;
            return plain;
        }

        @Override
        boolean carriesOn() {
            return steps() == 1;
        }

        @Override
        void follow(FusedState<Options> lead, Options options) {
            initializeSizes(options);
        }

        private void initializeSizes(Options options) {
            if (steps() == 1) {
                slot("step_size").fill((float) options.learningRate);
            }
        }

        /// `sign(g)·g₋` has the sign of `g·g₋`, and does not vanish where the product of small gradients would.
        private final class Plain implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] previous = slots[PREVIOUS];
                float[] size = slots[SIZE];
                var zero = FloatVector.zero(SPECIES);
                var one = FloatVector.broadcast(SPECIES, 1f);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var slope = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var last = FloatVector.fromArray(SPECIES, previous, sAt + i);
                    var s = FloatVector.fromArray(SPECIES, size, sAt + i);
                    var rises = slope.compare(VectorOperators.GT, 0f);
                    var falls = slope.compare(VectorOperators.LT, 0f);
                    var direction = zero.blend(1f, rises).blend(-1f, falls); // sign(g)
                    var agreement = direction.mul(last); // sign(g)·g₋
                    var grows = agreement.compare(VectorOperators.GT, 0f);
                    var shrinks = agreement.compare(VectorOperators.LT, 0f);
                    var eta = one.blend(etaPlus, grows).blend(etaMinus, shrinks);
                    var etaRest = zero.blend(etaPlusRest, grows).blend(etaMinusRest, shrinks);
                    var s1 = s.fma(eta, s.mul(etaRest)).max(minStep).min(maxStep); // the new step size
                    slope.blend(0f, shrinks).intoArray(previous, sAt + i); // g ← 0
                    s1.intoArray(size, sAt + i);
                    direction.blend(0f, shrinks).fma(s1.neg(), x).intoArray(p, pAt + i); // p − sign(g)·s
                }
            }
        }
    }
}
