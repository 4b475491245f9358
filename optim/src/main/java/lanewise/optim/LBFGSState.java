package lanewise.optim;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.optim.LBFGS.LineSearch;
import org.jspecify.annotations.Nullable;

/// What [LBFGS] keeps for all parameters, under the first of them, and its iterations. The memory for a pair of
/// vectors is allocated when the history has grown to it; all else by the constructor.
final class LBFGSState extends ParameterState<LBFGS.Options> {
    private final FlatParameters parameters;
    private final FlatVectors vectors;
    private final CurvatureHistory history;
    private final StrongWolfe search;
    private final StrongWolfe.Objective objective = this::evaluate;

    /// The direction `d` of the last iteration, and its gradient.
    private final NDArray direction;

    private final NDArray lastGradient;
    private final float[] start;
    private float[] gradient;
    private double stepLength;
    private double lastLoss;
    private long evaluations;
    private long iterations;

    /// The closure of the step that is under way.
    private @Nullable Supplier<Tensor> closure;

    LBFGSState(List<? extends Tensor> parameters) {
        super(parameters.getFirst());
        this.parameters = new FlatParameters(parameters);
        int length = this.parameters.length();
        vectors = new FlatVectors(length);
        history = new CurvatureHistory(vectors, length);
        search = new StrongWolfe(vectors);
        direction = NDArray.zerosKept(Shape.of(length));
        lastGradient = NDArray.zerosKept(Shape.of(length));
        start = vectors.zeros();
        gradient = vectors.zeros();
    }

    @Override
    protected boolean isStarted() {
        return evaluations > 0;
    }

    @Override
    protected void update(Tensor gradient, LBFGS.Options options) {
        throw LBFGS.needsClosure();
    }

    /// Makes a step. Returns the loss before it.
    Tensor step(Supplier<Tensor> closure, LBFGS.Options options) {
        this.closure = closure;
        try {
            Tensor loss = closure.get();
            evaluations++;
            parameters.getGradients(gradient);
            if (!isFlat(options)) {
                iterate(loss.item(), options);
            }
            return loss;
        } finally {
            this.closure = null;
        }
    }

    /// Iterates until one of the rules says stop.
    private void iterate(double loss, LBFGS.Options options) {
        float[] d = direction.data();
        int inThisStep = 1;
        for (int iteration = 1; iteration <= options.maxIter(); iteration++) {
            iterations++;
            if (iterations == 1) {
                vectors.scale(-1, gradient, d);
                stepLength = Math.min(1, 1 / vectors.sumAbs(gradient)) * options.learningRate();
            } else {
                history.remember(stepLength, d, gradient, lastGradient.data(), options.historySize());
                history.direction(gradient, d);
                stepLength = options.learningRate();
            }
            System.arraycopy(gradient, 0, lastGradient.data(), 0, parameters.length());
            lastLoss = loss;
            double slope = vectors.dot(gradient, d);
            if (slope > -options.toleranceChange()) {
                return;
            }
            parameters.getValues(start);
            boolean last = iteration == options.maxIter();
            int evaluated = 0;
            if (options.lineSearch() == LineSearch.STRONG_WOLFE) {
                search.search(objective, stepLength, d, loss, gradient, slope);
                stepLength = search.step();
                loss = search.loss();
                gradient = search.takeGradient();
                evaluated = search.evaluations();
                parameters.set(start, stepLength, d);
            } else if (last) {
                parameters.set(start, stepLength, d);
            } else {
                loss = evaluate(stepLength, gradient);
                evaluated = 1;
            }
            evaluations += evaluated;
            inThisStep += evaluated;
            if (last
                    || inThisStep >= options.maxEval()
                    || isFlat(options)
                    || Math.abs(stepLength) * vectors.maxAbs(d) <= options.toleranceChange()
                    || Math.abs(loss - lastLoss) < options.toleranceChange()) {
                return;
            }
        }
    }

    private boolean isFlat(LBFGS.Options options) {
        return vectors.maxAbs(gradient) <= options.toleranceGrad();
    }

    /// The loss at `start + t·d`, and its gradient.
    private double evaluate(double t, float[] gradient) {
        parameters.set(start, t, direction.data());
        double loss = requireNonNull(closure).get().item();
        parameters.getGradients(gradient);
        return loss;
    }

    @Override
    StateDict save() {
        StateDict entry = new StateDict().put("func_evals", evaluations).put("n_iter", iterations);
        if (iterations == 0) {
            return entry;
        }
        List<NDArray> changes = new ArrayList<>();
        List<NDArray> moves = new ArrayList<>();
        List<Double> ro = new ArrayList<>();
        for (CurvatureHistory.Pair pair : history.pairs()) {
            changes.add(pair.change);
            moves.add(pair.move);
            ro.add(pair.ro);
        }
        return entry.put("d", direction)
                .put("t", stepLength)
                .put("old_dirs", changes)
                .put("old_stps", moves)
                .put("ro", ro)
                .put("H_diag", history.scale())
                .put("prev_flat_grad", lastGradient)
                .put("prev_loss", lastLoss);
    }

    /// PyTorch's `al`, working memory of the two loops, is ignored.
    @Override
    void restore(StateDict entry, String where, Misfits misfits) {
        misfits.check(where, () -> restore(entry, where));
    }

    private void restore(StateDict entry, String where) {
        evaluations = wholeNumber(number(entry.get("func_evals"), "func_evals", where), "func_evals", where);
        iterations = wholeNumber(number(entry.get("n_iter"), "n_iter", where), "n_iter", where);
        if (iterations == 0) {
            return;
        }
        restore(entry.get("d"), direction, "d", where);
        restore(entry.get("prev_flat_grad"), lastGradient, "prev_flat_grad", where);
        stepLength = number(entry.get("t"), "t", where);
        lastLoss = number(entry.get("prev_loss"), "prev_loss", where);
        List<@Nullable Object> changes = entry.list("old_dirs");
        List<@Nullable Object> moves = entry.list("old_stps");
        List<@Nullable Object> saved = entry.list("ro");
        if (changes.size() != saved.size() || moves.size() != saved.size()) {
            throw new StateDictException(where + ": old_dirs, old_stps and ro have " + changes.size() + ", "
                    + moves.size() + " and " + saved.size() + " elements; they must have the same number");
        }
        double[] ro = new double[saved.size()];
        for (int i = 0; i < ro.length; i++) {
            ro[i] = number(saved.get(i), "ro", where);
        }
        history.restore(ro, number(entry.get("H_diag"), "H_diag", where));
        for (int i = 0; i < ro.length; i++) {
            restore(changes.get(i), history.pairs().get(i).change, "old_dirs", where);
            restore(moves.get(i), history.pairs().get(i).move, "old_stps", where);
        }
    }

    private static void restore(@Nullable Object saved, NDArray to, String name, String where) {
        if (!(saved instanceof NDArray array) || !array.shape().equals(to.shape())) {
            throw new StateDictException(where + ": " + name + " is "
                    + (saved instanceof NDArray other ? other.shape() : saved) + ", not an array " + to.shape()
                    + ", one element for each of all parameters");
        }
        System.arraycopy(array.toArray(), 0, to.data(), to.offset(), to.elements());
        to.storage().touch();
    }

    /// PyTorch has some numbers as tensors `[]`.
    private static double number(@Nullable Object saved, String name, String where) {
        return switch (saved) {
            case Number number -> number.doubleValue();
            case NDArray array when array.elements() == 1 -> array.item();
            case null, default -> throw new StateDictException(where + ": " + name + " is " + saved + ", not a number");
        };
    }
}
