package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// L-BFGS, a quasi-Newton method for functions that can be evaluated as a whole, without random batches. All
/// parameters are one vector `x` with gradient `g`, and a step makes up to `maxIter` iterations:
///
///     s = t·d, y = g − g₋₁             what the last iteration moved, and how the gradient changed
///     (s, y) is remembered             if y·s > 1e-10; the latest `historySize` of them are
///     d = −H·g                         H from the pairs by two loops over them, begun with H₀ = y·s / y·y
///     t = η                            learning rate η; min(1, 1/‖g‖₁)·η in the first iteration, where d = −g
///     t is searched for                so that the strong Wolfe conditions hold, if asked for
///     x ← x + t·d
///
/// A step ends before that as soon as the largest element of the gradient is at most `toleranceGrad`, the largest
/// of `t·d` at most `toleranceChange`, the loss has changed by less than that, the slope `g·d` is above
/// `−toleranceChange`, or `maxEval` evaluations have been made. The loss and its gradients come from a closure:
///
/// ```java
/// optimizer.step(() -> {
///     optimizer.zeroGrad();
///     var loss = lossFn.call(model.call(x), y);
///     loss.backward();
///     return loss;
/// });
/// ```
///
/// As in PyTorch up to 2.9, a search that has begun may take its 25 trials also beyond `maxEval`. Dot products are
/// added up in double, and the scalars are doubles.
///
/// Liu, Nocedal 1989, "On the limited memory BFGS method for large scale optimization", doi:10.1007/BF01589116.
public final class LBFGS extends Optimizer<LBFGS.Options> {
    private final ParamGroup<Options> group;

    /// With PyTorch's defaults.
    public LBFGS(List<? extends Tensor> parameters) {
        this(parameters, new Options());
    }

    /// With PyTorch's defaults but for the learning rate.
    public LBFGS(List<? extends Tensor> parameters, double learningRate) {
        this(parameters, new Options(learningRate));
    }

    /// With these options.
    public LBFGS(List<? extends Tensor> parameters, Options options) {
        super(parameters, options);
        group = paramGroups().getFirst();
    }

    /// Refused: a step needs to evaluate the loss several times.
    ///
    /// @throws UnsupportedOperationException always
    @Override
    protected void update() {
        throw needsClosure();
    }

    /// Makes up to `maxIter` iterations. Returns the loss before the first.
    ///
    /// @param closure clears the gradients, computes the loss, calls its `backward` and returns it
    @Override
    protected Tensor update(Supplier<Tensor> closure) {
        try (GradMode _ = GradMode.enableGrad()) {
            return ((LBFGSState) group.states().getFirst()).step(closure, group.options());
        }
    }

    static UnsupportedOperationException needsClosure() {
        return new UnsupportedOperationException(
                "LBFGS: step() evaluates the loss several times; give it a closure that does so, step(() -> ...)");
    }

    /// How far an iteration goes along its direction.
    public enum LineSearch {
        /// By the learning rate.
        NONE,

        /// To where the strong Wolfe conditions hold, beginning with the learning rate. PyTorch's "strong_wolfe".
        STRONG_WOLFE;

        private static LineSearch ofSaved(@Nullable String saved) {
            return switch (saved) {
                case null -> NONE;
                case "strong_wolfe" -> STRONG_WOLFE;
                default ->
                    throw new StateDictException("line_search_fn is " + saved + "; it can be null or strong_wolfe");
            };
        }
    }

    /// What LBFGS can be told.
    ///
    /// @param learningRate η, 1
    /// @param maxIter the most iterations in a step, 20
    /// @param maxEval the evaluations in a step after which no further iteration begins, 25: 5/4 of `maxIter`
    /// @param toleranceGrad the largest element of a gradient that counts as zero, 1e-7
    /// @param toleranceChange the change of the parameters, or of the loss, that counts as none, 1e-9
    /// @param historySize how many pairs are remembered, 100; each takes two floats a parameter
    /// @param lineSearch how far an iteration goes; NONE
    public record Options(
            double learningRate,
            int maxIter,
            int maxEval,
            double toleranceGrad,
            double toleranceChange,
            int historySize,
            LineSearch lineSearch)
            implements OptimizerOptions<Options> {
        /// @throws IllegalArgumentException if a number is negative or not finite, or `maxIter`, `maxEval` or
        ///     `historySize` is 0
        public Options {
            OptionChecks.notNegative("LBFGS", "learningRate", learningRate);
            atLeastOne("maxIter", maxIter);
            atLeastOne("maxEval", maxEval);
            OptionChecks.notNegative("LBFGS", "toleranceGrad", toleranceGrad);
            OptionChecks.notNegative("LBFGS", "toleranceChange", toleranceChange);
            atLeastOne("historySize", historySize);
        }

        private static void atLeastOne(String option, int value) {
            if (value < 1) {
                throw OptionChecks.refused("LBFGS", option, value, "at least 1");
            }
        }

        /// The defaults.
        public Options() {
            this(1);
        }

        /// The defaults but for the learning rate.
        public Options(double learningRate) {
            this(learningRate, 20, 25, 1e-7, 1e-9, 100, LineSearch.NONE);
        }

        @Override
        public Options withLearningRate(double learningRate) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        /// The same with another number of iterations, and with 5/4 as many evaluations.
        public Options withMaxIter(int maxIter) {
            return new Options(
                    learningRate,
                    maxIter,
                    evaluationsFor(maxIter),
                    toleranceGrad,
                    toleranceChange,
                    historySize,
                    lineSearch);
        }

        /// The same with another number of evaluations.
        public Options withMaxEval(int maxEval) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        /// The same with another tolerance of the gradient.
        public Options withToleranceGrad(double toleranceGrad) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        /// The same with another tolerance of changes.
        public Options withToleranceChange(double toleranceChange) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        /// The same with another number of pairs.
        public Options withHistorySize(int historySize) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        /// The same with or without a line search.
        public Options withLineSearch(LineSearch lineSearch) {
            return new Options(learningRate, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearch);
        }

        private static int evaluationsFor(int iterations) {
            return (int) Math.min(iterations * 5L / 4, Integer.MAX_VALUE);
        }

        @Override
        public StateDict toStateDict() {
            StateDict saved = new StateDict()
                    .put("lr", learningRate)
                    .put("max_iter", maxIter)
                    .put("max_eval", maxEval)
                    .put("tolerance_grad", toleranceGrad)
                    .put("tolerance_change", toleranceChange)
                    .put("history_size", historySize);
            return lineSearch == LineSearch.NONE
                    ? saved.putNull("line_search_fn")
                    : saved.put("line_search_fn", "strong_wolfe");
        }

        @Override
        public Options withStateDict(StateDict saved) {
            int iterations = SavedOption.whole(saved, "max_iter", maxIter);
            int evaluations = saved.has("max_iter") ? evaluationsFor(iterations) : maxEval;
            return new Options(
                    SavedOption.number(saved, "lr", learningRate),
                    iterations,
                    saved.isNull("max_eval") ? evaluations : SavedOption.whole(saved, "max_eval", evaluations),
                    SavedOption.number(saved, "tolerance_grad", toleranceGrad),
                    SavedOption.number(saved, "tolerance_change", toleranceChange),
                    SavedOption.whole(saved, "history_size", historySize),
                    saved.has("line_search_fn")
                            ? LineSearch.ofSaved(SavedOption.textOrNull(saved, "line_search_fn"))
                            : lineSearch);
        }

        @Override
        public ParameterState<Options> newState(Tensor parameter) {
            return newStates(List.of(parameter)).getFirst();
        }

        /// As in PyTorch, the first parameter has the state of all.
        @Override
        public List<ParameterState<Options>> newStates(List<? extends Tensor> parameters) {
            List<ParameterState<Options>> states = new ArrayList<>(parameters.size());
            for (Tensor parameter : parameters) {
                states.add(states.isEmpty() ? new LBFGSState(parameters) : new PartOfVector(parameter));
            }
            return states;
        }

        @Override
        public @Nullable String objection(Tensor parameter, int group) {
            return group == 0 ? null : "would be in a second group of parameters; there can be one only";
        }
    }

    /// A parameter whose state is with the first one.
    private static final class PartOfVector extends ParameterState<Options> {
        PartOfVector(Tensor parameter) {
            super(parameter);
        }

        @Override
        protected boolean countsSteps() {
            return false;
        }

        @Override
        protected boolean isStarted() {
            return false;
        }

        @Override
        protected void update(Tensor gradient, Options options) {
            throw needsClosure();
        }
    }
}
