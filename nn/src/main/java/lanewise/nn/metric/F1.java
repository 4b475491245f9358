package lanewise.nn.metric;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;

/// The harmonic mean of precision and recall, where a row's prediction is the first class with the highest score:
///
///     F1 of a class = 2·TP / (2·TP + FP + FN)
///
/// with TP the rows that are of the class and were predicted so, FP those that were predicted so and are not, and
/// FN those that are of it and were not. As scikit-learn's `f1_score` with labels and predictions.
///
/// For one score a row with a threshold see [BinaryF1].
public final class F1 extends ClassMetric {
    /// Of what the value is made.
    public enum Average {
        /// The mean over the classes that appear among labels or predictions, each with the same weight.
        MACRO,
        /// From the sums of TP, FP and FN over all classes. As each row has one label and one prediction, that is
        /// the accuracy.
        MICRO,
        /// The F1 of class 1, of two.
        BINARY
    }

    private final Average average;
    private long[] truePositives = {};
    private long[] falsePositives = {};
    private long[] falseNegatives = {};

    /// Of nothing yet.
    public F1(Average average) {
        this.average = average;
    }

    @Override
    public String name() {
        return switch (average) {
            case MACRO -> "f1_macro";
            case MICRO -> "f1_micro";
            case BINARY -> "f1";
        };
    }

    @Override
    void begin(int classes) {
        if (average == Average.BINARY && classes != 2) {
            throw new ShapeMismatchException(name() + ": there are " + classes + " classes; the binary F1 is of two");
        }
        if (truePositives.length != 0 && truePositives.length != classes) {
            throw new ShapeMismatchException(name() + ": there are " + classes + " classes, and before the last"
                    + " reset there were " + truePositives.length);
        }
        if (truePositives.length == 0) {
            truePositives = new long[classes];
            falsePositives = new long[classes];
            falseNegatives = new long[classes];
        }
    }

    @Override
    void count(float[] scores, int at, int classes, int label) {
        int predicted = best(scores, at, classes);
        if (predicted == label) {
            truePositives[label]++;
        } else {
            falsePositives[predicted]++;
            falseNegatives[label]++;
        }
    }

    /// From 0 to 1; the binary one is 0 if class 1 is neither among labels nor predictions.
    @Override
    public double value() {
        long hits = Arrays.stream(truePositives).sum();
        long misses = Arrays.stream(falseNegatives).sum();
        if (hits + misses == 0) {
            throw empty();
        }
        return switch (average) {
            case MICRO -> hits / (double) (hits + misses);
            case BINARY -> of(truePositives[1], falsePositives[1] + falseNegatives[1]);
            case MACRO -> macro();
        };
    }

    private double macro() {
        double sum = 0;
        int present = 0;
        for (int c = 0; c < truePositives.length; c++) {
            long wrong = falsePositives[c] + falseNegatives[c];
            if (truePositives[c] + wrong > 0) {
                sum += of(truePositives[c], wrong);
                present++;
            }
        }
        return sum / present;
    }

    /// @param wrong FP + FN
    static double of(long truePositives, long wrong) {
        return truePositives == 0 ? 0 : 2.0 * truePositives / (2.0 * truePositives + wrong);
    }

    @Override
    public void reset() {
        truePositives = new long[] {};
        falsePositives = new long[] {};
        falseNegatives = new long[] {};
    }

    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("true_positives", list(truePositives))
                .put("false_positives", list(falsePositives))
                .put("false_negatives", list(falseNegatives));
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        truePositives = state.integers("true_positives");
        falsePositives = state.integers("false_positives");
        falseNegatives = state.integers("false_negatives");
    }

    @Override
    public void checkStateDict(StateDict state) {
        int classes = state.integers("true_positives").length;
        if (state.integers("false_positives").length != classes
                || state.integers("false_negatives").length != classes) {
            throw new StateDictException("the state of " + name() + " has counts of different numbers of classes");
        }
    }

    private static List<Long> list(long[] counts) {
        return Arrays.stream(counts).boxed().toList();
    }
}
