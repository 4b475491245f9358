package lanewise.nn.metric;

import lanewise.engine.io.StateDict;

/// The part of the rows that are predicted rightly.
abstract sealed class RightRows extends ClassMetric permits Accuracy, TopK {
    private long right;
    private long rows;

    RightRows() {}

    /// Whether the row of `classes` scores from `at` on is right.
    abstract boolean isRight(float[] scores, int at, int classes, int label);

    @Override
    final void count(float[] scores, int at, int classes, int label) {
        right += isRight(scores, at, classes, label) ? 1 : 0;
        rows++;
    }

    /// From 0 to 1.
    @Override
    public final double value() {
        if (rows == 0) {
            throw empty();
        }
        return right / (double) rows;
    }

    @Override
    public final void reset() {
        right = 0;
        rows = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("right", right).put("rows", rows);
    }

    @Override
    public final void loadStateDict(StateDict state) {
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
