package lanewise.nn.metric;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// A figure over rows of scores, each of which has one right class.
///
/// Scores are `[..., c]`, one a class, in any units in which more is likelier; labels have the shape without the
/// last dimension. Scores with the classes elsewhere, as those of images `[b, c, h, w]`, are moved first:
/// `scores.movedim(1, -1)`. Rows whose label is [#IGNORED] do not count, as in the cross entropy.
abstract sealed class ClassMetric implements Metric<LongTensor> permits RightRows, F1, Perplexity {
    /// The label of rows that do not count.
    public static final long IGNORED = -100;

    ClassMetric() {}

    /// Counts the rows of a batch.
    ///
    /// @param scores `[..., c]`
    /// @param labels `[...]`, each from 0 to below c, or [#IGNORED]
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IndexOutOfBoundsException if a label is no class
    @Override
    public final void update(Tensor scores, LongTensor labels) {
        int classes = classes(scores.shape(), labels.shape());
        LongArray truth = labels.array().contiguous();
        for (int i = 0; i < truth.elements(); i++) {
            long label = truth.data()[truth.offset() + i];
            if (label != IGNORED && (label < 0 || label >= classes)) {
                throw new IndexOutOfBoundsException(name() + ": label " + i + " is " + label + ", not from 0 to "
                        + (classes - 1) + " for scores " + scores.shape() + ", nor " + IGNORED + ", which is ignored");
            }
        }
        begin(classes);
        NDArray rows = scores.array().contiguous();
        for (int i = 0; i < truth.elements(); i++) {
            long label = truth.data()[truth.offset() + i];
            if (label != IGNORED) {
                count(rows.data(), rows.offset() + i * classes, classes, (int) label);
            }
        }
    }

    /// Before the rows of a batch.
    ///
    /// @throws ShapeMismatchException if there cannot be so many classes
    void begin(int classes) {}

    /// Counts the row of `classes` scores from `at` on.
    abstract void count(float[] scores, int at, int classes, int label);

    /// Whether a score comes before another in descending order, where NaN comes first, as for `argmax` and `sort`.
    static boolean above(float score, float other) {
        return score > other || Float.isNaN(score) && !Float.isNaN(other);
    }

    /// The first class with the highest score.
    static int best(float[] scores, int at, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (above(scores[at + c], scores[at + best])) {
                best = c;
            }
        }
        return best;
    }

    final IllegalStateException empty() {
        return new IllegalStateException(
                name() + ": no example has been counted since the last reset, so there is no value");
    }

    private int classes(Shape scores, Shape labels) {
        boolean fits = scores.rank() == labels.rank() + 1 && scores.dim(-1) > 0;
        for (int d = 0; fits && d < labels.rank(); d++) {
            fits = scores.dim(d) == labels.dim(d);
        }
        if (!fits) {
            throw new ShapeMismatchException(name() + ": scores " + scores + " and labels " + labels
                    + "; scores must have the labels' shape and one dimension behind it, that of the classes");
        }
        return scores.dim(-1);
    }
}
