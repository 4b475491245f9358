package lanewise.optim;

import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// Adafactor, which keeps of the second moment of a matrix `[n, m]` only the means of its rows and of its columns.
/// In step `t` from 1 on, for a parameter `p` with gradient `g`:
///
///     g ← −g                                          if maximize
///     w = t^τ                                         the newest square's weight, decay τ
///     ρ = min(η, 1/√t)                                learning rate η
///     α = max(ε₂, rms(p))·ρ
///     p ← p − η·λ·p                                   weight decay λ
///     r ← (1 − w)·r + w·mean over each row of g²      r [n, 1], "row_var"
///     c ← (1 − w)·c + w·mean over each column of g²   c [1, m], "col_var"
///     v = r·c / max(mean(r), ε₁)
///     v ← (1 − w)·v + w·g²                            instead of the last three for a vector: "variance"
///     u = g / √max(v, ε₁²)
///     p ← p − α·u / max(1, rms(u)/d)                  clipping threshold d
///
/// `rms(x) = ‖x‖ / √(number of elements)`. A parameter of more than two dimensions is a batch of matrices, each
/// with its own row, column and mean, but with one `rms`.
///
/// Shazeer, Stern 2018, "Adafactor: adaptive learning rates with sublinear memory cost", arXiv:1804.04235. As in
/// PyTorch, the paper's bound of 0.01 on `ρ` is the learning rate, and `ε₁` acts on the denominators instead of on
/// the squares.
public final class Adafactor extends Optimizer<Adafactor.Options> {
    /// With PyTorch's defaults.
    public Adafactor(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public Adafactor(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public Adafactor(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// What Adafactor can be told.
    ///
    /// @param learningRate η, 0.01: the bound of the relative step
    /// @param beta2Decay τ, −0.8: 0 or below
    /// @param eps1 ε₁, the distance from 1 to the next float, 1.19e-7
    /// @param eps2 ε₂, 0.001: the least scale of a parameter
    /// @param d the clipping threshold, 1: 1 or above
    /// @param weightDecay λ, 0
    /// @param maximize whether the objective grows instead of shrinking; false
    public record Options(
            double learningRate,
            double beta2Decay,
            double eps1,
            double eps2,
            double d,
            double weightDecay,
            boolean maximize)
            implements OptimizerOptions<Options> {
        /// What PyTorch has for an ε₁ of `None`.
        private static final double MACHINE_EPS = Math.ulp(1f);

        /// @throws IllegalArgumentException if a value is not in its range, or not finite
        public Options {
            OptionChecks.notNegative("Adafactor", "learningRate", learningRate);
            if (!(beta2Decay <= 0 && beta2Decay > Double.NEGATIVE_INFINITY)) {
                throw OptionChecks.refused("Adafactor", "beta2Decay", beta2Decay, "a finite number, 0 or below");
            }
            OptionChecks.notNegative("Adafactor", "eps1", eps1);
            OptionChecks.notNegative("Adafactor", "eps2", eps2);
            if (!(d >= 1 && d < Double.POSITIVE_INFINITY)) {
                throw OptionChecks.refused("Adafactor", "d", d, "a finite number, 1 or above");
            }
            OptionChecks.notNegative("Adafactor", "weightDecay", weightDecay);
        }

        /// The defaults.
        public Options() {
            this(1e-2);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, -0.8, MACHINE_EPS, 1e-3, 1, 0, false);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /// The same with another decay of the newest square's weight.
        public Options withBeta2Decay(double beta2Decay) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /// The same with another ε₁ and ε₂.
        public Options withEps(double eps1, double eps2) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /// The same with another clipping threshold.
        public Options withD(double d) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        /// The same, maximizing or minimizing.
        public Options withMaximize(boolean maximize) {
            return new Options(learningRate, beta2Decay, eps1, eps2, d, weightDecay, maximize);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("beta2_decay", beta2Decay)
                    .put("eps", eps1, eps2)
                    .put("d", d)
                    .put("weight_decay", weightDecay)
                    .put("maximize", maximize);
        }

        @Override
        public Options withStateDict(StateDict saved) {
            boolean machineEps = saved.has("eps") && hasNoEps1(saved.list("eps"));
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "beta2_decay", beta2Decay),
                    machineEps ? MACHINE_EPS : SavedOption.first(saved, "eps", eps1),
                    machineEps ? eps2(saved.list("eps")) : SavedOption.second(saved, "eps", eps2),
                    SavedOption.number(saved, "d", d),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.flag(saved, "maximize", maximize));
        }

        private static boolean hasNoEps1(List<@Nullable Object> eps) {
            return eps.size() == 2 && eps.getFirst() == null;
        }

        private static double eps2(List<@Nullable Object> eps) {
            if (eps.getLast() instanceof Number number) {
                return number.doubleValue();
            }
            throw new StateDictException("eps is " + eps + ", not a number or null, and a number");
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return parameter.shape().rank() > 1
                    ? new AdafactorMatrixState(parameter)
                    : new AdafactorVectorState(parameter);
        }

        /// The weight of the newest squares in step `t`.
        double weight(long t) {
            return Math.pow((double) t, beta2Decay);
        }

        /// The length of step `t` of a parameter of `n` elements whose squares have the sum `squares`.
        double stepSize(long t, double squares, int n) {
            return Math.max(eps2, Math.sqrt(squares / n)) * Math.min(learningRate, 1 / Math.sqrt((double) t));
        }

        /// What an update of `n` elements whose squares have the sum `squares` is divided by.
        double clip(double squares, int n) {
            return Math.max(1, Math.sqrt(squares / n) / d);
        }
    }
}
