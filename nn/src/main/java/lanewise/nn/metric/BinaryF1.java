package lanewise.nn.metric;

import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;

/// The harmonic mean of precision and recall of yes-or-no questions with one score each:
///
///     F1 = 2·TP / (2·TP + FP + FN)
///
/// A score above the threshold is a yes; a target is one if it is not 0. NaN is no yes.
public final class BinaryF1 implements Metric<Tensor> {
    private final double threshold;
    private long truePositives;
    private long wrong;
    private long questions;

    /// With the threshold 0, for logits.
    public BinaryF1() {
        this(0);
    }

    /// With a threshold: 0.5 for probabilities.
    ///
    /// @throws IllegalArgumentException if it is NaN
    public BinaryF1(double threshold) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("BinaryF1: the threshold is NaN; it must be a number");
        }
        this.threshold = threshold;
    }

    @Override
    public String name() {
        return "f1";
    }

    /// Counts the questions of a batch.
    ///
    /// @param scores any shape
    /// @param targets the same shape: 0 or 1
    /// @throws ShapeMismatchException if the shapes differ
    @Override
    public void update(Tensor scores, Tensor targets) {
        if (!scores.shape().equals(targets.shape())) {
            throw new ShapeMismatchException("BinaryF1: scores " + scores.shape() + " and targets " + targets.shape()
                    + "; the shapes must be the same");
        }
        NDArray x = scores.array().contiguous();
        NDArray y = targets.array().contiguous();
        for (int i = 0; i < x.elements(); i++) {
            boolean yes = x.data()[x.offset() + i] > threshold;
            boolean right = yes == (y.data()[y.offset() + i] != 0);
            truePositives += yes && right ? 1 : 0;
            wrong += right ? 0 : 1;
        }
        questions += x.elements();
    }

    /// From 0 to 1; 0 if there is no yes among targets and scores.
    @Override
    public double value() {
        if (questions == 0) {
            throw new IllegalStateException(
                    "BinaryF1: no example has been counted since the last reset, so there is no value");
        }
        return F1.of(truePositives, wrong);
    }

    @Override
    public void reset() {
        truePositives = 0;
        wrong = 0;
        questions = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("true_positives", truePositives)
                .put("wrong", wrong)
                .put("questions", questions);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        truePositives = state.integer("true_positives");
        wrong = state.integer("wrong");
        questions = state.integer("questions");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.integer("true_positives");
        state.integer("wrong");
        state.integer("questions");
    }
}
