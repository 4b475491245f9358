package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import org.jspecify.annotations.Nullable;

/// Adam for tables of which a step touches only some rows: for [sparse][Tensor#sparseGrad()] gradients, as those of
/// embeddings with the option `sparse`, and for no others. In step `t` from 1 on, for those rows `p` of a parameter
/// that have a gradient `g`, and for no others:
///
///     g ← −g                                             if maximize
///     m ← β₁·m + (1 − β₁)·g                              first moment
///     v ← β₂·v + (1 − β₂)·g²                             second moment
///     p ← p − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε)      learning rate η
///
/// So the moments of a row do not decay in steps that do not touch it, `t` counts the steps of the whole parameter,
/// and ε stands beside `√v` before its correction: three differences from [Adam], as in PyTorch.
///
/// Kingma, Ba 2014, "Adam: a method for stochastic optimization", arXiv:1412.6980.
public final class SparseAdam extends Optimizer<SparseAdam.Options> {
    /// With PyTorch's defaults.
    public SparseAdam(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public SparseAdam(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public SparseAdam(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What SparseAdam can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param beta1 β₁, 0.9
    /// @param beta2 β₂, 0.999
    /// @param eps ε, 1e-8
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(double learningRate, double beta1, double beta2, double eps, boolean maximize)
            implements BetaOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, a beta is not below 1, or ε is 0
        public Options {
            OptionChecks.notNegative("SparseAdam", "learningRate", learningRate);
            OptionChecks.belowOne("SparseAdam", "beta1", beta1);
            OptionChecks.belowOne("SparseAdam", "beta2", beta2);
            OptionChecks.notNegative("SparseAdam", "eps", eps);
            if (eps == 0) {
                throw OptionChecks.refused("SparseAdam", "eps", eps, "above 0");
            }
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 0.9, 0.999, 1e-8, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta1, beta2, eps, maximize);
        }

        @Override
        public Options withBetas(double beta1, double beta2) {
            return new Options(learningRate, beta1, beta2, eps, maximize);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, beta1, beta2, eps, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta1, beta2, eps, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("betas", beta1, beta2)
                    .put("eps", eps)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.first(saved, "betas", beta1),
                    SavedOption.second(saved, "betas", beta2),
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return new State(parameter);
        }
    }

    private static final class State extends FusedState<Options> {
        private static final int FIRST = 0;
        private static final int SECOND = 1;

        private final Loop rows = new Rows();

        private float sign;
        private float keep1;
        private float keep1Rest;
        private float share1;
        private float keep2;
        private float keep2Rest;
        private float share2;
        private float eps;
        private float rate;

        State(Tensor parameter) {
            super(parameter, "exp_avg", "exp_avg_sq");
        }

        @Override
        protected void prepare(Options options) {
            use(FIRST);
            use(SECOND);
        }

        @Override
        @Nullable
        String objectionToSparse(Options options) {
            return null;
        }

        @Override
        boolean takesDense() {
            return false;
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
            eps = (float) options.eps;
            double t = (double) steps();
            rate = (float) (options.learningRate
                    * Math.sqrt(1 - Math.pow(options.beta2, t))
                    / (1 - Math.pow(options.beta1, t)));
            return rows;
        }

        private final class Rows implements Loop {
            @Override
            public void run(float[] p, int pAt, float[] g, int gAt, float[][] slots, int sAt, int from, int to) {
                float[] first = slots[FIRST];
                float[] second = slots[SECOND];
                var beta1 = FloatVector.broadcast(SPECIES, keep1);
                var beta1Rest = FloatVector.broadcast(SPECIES, keep1Rest);
                var beta2 = FloatVector.broadcast(SPECIES, keep2);
                var beta2Rest = FloatVector.broadcast(SPECIES, keep2Rest);
                var minusEta = FloatVector.broadcast(SPECIES, -rate);
                for (int i = from; i < to; i += LANES) {
                    var x = FloatVector.fromArray(SPECIES, p, pAt + i);
                    var dx = FloatVector.fromArray(SPECIES, g, gAt + i).mul(sign); // ±g
                    var m = FloatVector.fromArray(SPECIES, first, sAt + i);
                    var v = FloatVector.fromArray(SPECIES, second, sAt + i);
                    var m1 = m.fma(beta1, m.fma(beta1Rest, dx.mul(share1))); // β₁·m + (1 − β₁)·g
                    var v1 = v.fma(beta2, v.fma(beta2Rest, dx.mul(dx).mul(share2))); // β₂·v + (1 − β₂)·g²
                    m1.intoArray(first, sAt + i);
                    v1.intoArray(second, sAt + i);
                    m1.div(v1.sqrt().add(eps)).fma(minusEta, x).intoArray(p, pAt + i); // p − η̂·m / (√v + ε)
                }
            }
        }
    }
}
