package lanewise.nn.metric;

import lanewise.engine.io.StateDict;

/// The part of the rows whose highest score is that of the right class. Of several highest ones the first counts,
/// and NaN is higher than any number, as for `argmax`.
public final class Accuracy extends ClassMetric {
    private long right;
    private long rows;

    /// Of nothing yet.
    public Accuracy() {}

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    void count(float[] scores, int at, int classes, int label) {
        right += best(scores, at, classes) == label ? 1 : 0;
        rows++;
    }

    /// From 0 to 1.
    @Override
    public double value() {
        if (rows == 0) {
            throw empty();
        }
        return right / (double) rows;
    }

    @Override
    public void reset() {
        right = 0;
        rows = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("right", right).put("rows", rows);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        right = state.integer("right");
        rows = state.integer("rows");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.integer("right");
        state.integer("rows");
    }
}
