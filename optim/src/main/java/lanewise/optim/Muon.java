package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// Muon: momentum whose step is made orthogonal, for the matrices `[n, m]` of hidden layers. In each step, for a
/// parameter `p` with gradient `g`:
///
///     b ← μ·b + (1 − μ)·g            momentum μ
///     u = (1 − μ)·g + μ·b            with Nesterov momentum, otherwise u = b
///     x = u / max(‖u‖, ε)
///     x ← a·x + b·(x·xᵀ)·x + c·(x·xᵀ)²·x     k times: Newton-Schulz, coefficients a, b, c
///     p ← p − η·λ·p − η·s·x          learning rate η, weight decay λ
///
/// where `s` makes steps of matrices of different shapes alike, see [AdjustLrFn]. The iteration takes all singular
/// values near 1. It needs many products of matrices: some `20·n·m·min(n, m) + 10·min(n, m)³` operations a step.
///
/// Embeddings, the last layer, biases and whatever else is no hidden matrix need another optimizer beside this one,
/// such as [AdamW].
///
/// Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks". Liu et al. 2025, "Muon is
/// scalable for LLM training", arXiv:2502.16982. PyTorch iterates in bfloat16, this in float32.
public final class Muon extends Optimizer<Muon.Options> {
    /// With PyTorch's defaults.
    ///
    /// @throws IllegalArgumentException if a parameter is no matrix, or as for any optimizer
    public Muon(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    ///
    /// @throws IllegalArgumentException if a parameter is no matrix, or as for any optimizer
    public Muon(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    ///
    /// @throws IllegalArgumentException if a parameter is no matrix, or as for any optimizer
    public Muon(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
    }

    /// How the step of a matrix `[n, m]` depends on its shape.
    public enum AdjustLrFn {
        /// `s = √max(1, n/m)`
        ORIGINAL,

        /// `s = 0.2·√max(n, m)`, a step of the size that [AdamW] makes: its learning rate and decay fit too.
        MATCH_RMS_ADAMW;

        double scale(int n, int m) {
            return switch (this) {
                case ORIGINAL -> Math.sqrt(Math.max(1, (double) n / m));
                case MATCH_RMS_ADAMW -> 0.2 * Math.sqrt(Math.max(n, m));
            };
        }

        private String saved() {
            return this == ORIGINAL ? "original" : "match_rms_adamw";
        }

        private static AdjustLrFn ofSaved(@Nullable String saved) {
            return switch (saved) {
                case null -> ORIGINAL;
                case "original" -> ORIGINAL;
                case "match_rms_adamw" -> MATCH_RMS_ADAMW;
                default ->
                    throw new StateDictException(
                            "adjust_lr_fn is " + saved + "; it can be null, original or match_rms_adamw");
            };
        }
    }

    /// The coefficients of the Newton-Schulz iteration `x ← a·x + b·(x·xᵀ)·x + c·(x·xᵀ)²·x`.
    public record NsCoefficients(double a, double b, double c) {
        /// @throws IllegalArgumentException if one of them is not finite
        public NsCoefficients {
            OptionChecks.finite("Muon", "nsCoefficients.a", a);
            OptionChecks.finite("Muon", "nsCoefficients.b", b);
            OptionChecks.finite("Muon", "nsCoefficients.c", c);
        }
    }

    /// What Muon can be told.
    ///
    /// @param learningRate η, 0.001
    /// @param weightDecay λ, 0.1; it acts on the parameter, not through the gradient
    /// @param momentum μ, 0.95
    /// @param nesterov whether the momentum is taken ahead of the step; true
    /// @param nsCoefficients a, b, c of the iteration: 3.4445, −4.7750, 2.0315, the steepest at 0
    /// @param eps ε, 1e-7
    /// @param nsSteps k, the number of iterations, 5; below 100
    /// @param adjustLrFn how the step depends on the shape: ORIGINAL
    public record Options(
            double learningRate,
            double weightDecay,
            double momentum,
            boolean nesterov,
            NsCoefficients nsCoefficients,
            double eps,
            int nsSteps,
            AdjustLrFn adjustLrFn)
            implements MomentumOptions<Options> {
        /// @throws IllegalArgumentException if a value is negative or not finite, or there are too many iterations
        public Options {
            OptionChecks.notNegative("Muon", "learningRate", learningRate);
            OptionChecks.notNegative("Muon", "weightDecay", weightDecay);
            OptionChecks.notNegative("Muon", "momentum", momentum);
            OptionChecks.notNegative("Muon", "eps", eps);
            if (nsSteps < 0 || nsSteps >= 100) {
                throw OptionChecks.refused("Muon", "nsSteps", nsSteps, "at least 0 and below 100");
            }
        }

        /// The defaults.
        public Options() {
            this(1e-3);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(
                    learningRate,
                    0.1,
                    0.95,
                    true,
                    new NsCoefficients(3.4445, -4.7750, 2.0315),
                    1e-7,
                    5,
                    AdjustLrFn.ORIGINAL);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with another weight decay.
        public Options withWeightDecay(double weightDecay) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with another momentum.
        @Override
        public Options withMomentum(double momentum) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with or without Nesterov momentum.
        public Options withNesterov(boolean nesterov) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with other coefficients of the iteration.
        public Options withNsCoefficients(double a, double b, double c) {
            return new Options(
                    learningRate,
                    weightDecay,
                    momentum,
                    nesterov,
                    new NsCoefficients(a, b, c),
                    eps,
                    nsSteps,
                    adjustLrFn);
        }

        /// The same with another ε.
        public Options withEps(double eps) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with another number of iterations.
        public Options withNsSteps(int nsSteps) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        /// The same with another dependence on the shape.
        public Options withAdjustLrFn(AdjustLrFn adjustLrFn) {
            return new Options(learningRate, weightDecay, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLrFn);
        }

        @Override
        public StateDict toStateDict() {
            return new StateDict()
                    .put("lr", learningRate)
                    .put("weight_decay", weightDecay)
                    .put("momentum", momentum)
                    .put("nesterov", nesterov)
                    .put("ns_coefficients", nsCoefficients.a, nsCoefficients.b, nsCoefficients.c)
                    .put("eps", eps)
                    .put("ns_steps", nsSteps)
                    .put("adjust_lr_fn", adjustLrFn.saved());
        }

        @Override
        public Options withStateDict(StateDict saved) {
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    SavedOption.number(saved, "weight_decay", weightDecay),
                    SavedOption.number(saved, "momentum", momentum),
                    SavedOption.flag(saved, "nesterov", nesterov),
                    saved.has("ns_coefficients") ? coefficients(saved.numbers("ns_coefficients")) : nsCoefficients,
                    SavedOption.number(saved, "eps", eps),
                    SavedOption.whole(saved, "ns_steps", nsSteps),
                    saved.has("adjust_lr_fn")
                            ? AdjustLrFn.ofSaved(SavedOption.textOrNull(saved, "adjust_lr_fn"))
                            : adjustLrFn);
        }

        private static NsCoefficients coefficients(double[] saved) {
            if (saved.length != 3) {
                throw new StateDictException("ns_coefficients has " + saved.length + " values, not 3");
            }
            return new NsCoefficients(saved[0], saved[1], saved[2]);
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return newStates(List.of(parameter)).getFirst();
        }

        /// The states of a group share the memory of the iteration.
        @Override
        public List<ParameterState<Options>> newStates(List<? extends Tensor> parameters) {
            NewtonSchulz iteration = new NewtonSchulz(parameters);
            List<ParameterState<Options>> states = new ArrayList<>(parameters.size());
            for (Tensor parameter : parameters) {
                states.add(new MuonState(parameter, iteration));
            }
            return states;
        }

        @Override
        public @Nullable String objection(Tensor parameter, int group) {
            return parameter.shape().rank() == 2
                    ? null
                    : "is no matrix; give parameters of other than two dimensions to another optimizer, such as AdamW";
        }
    }
}
