package lanewise.nn.metric;

/// The part of the rows whose highest score is that of the right class. Of several highest ones the first counts,
/// and NaN is higher than any number, as for `argmax`.
public final class Accuracy extends RightRows {
    /// Of nothing yet.
    public Accuracy() {}

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    boolean isRight(float[] scores, int at, int classes, int label) {
        return best(scores, at, classes) == label;
    }
}
