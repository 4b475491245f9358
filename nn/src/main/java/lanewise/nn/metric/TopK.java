package lanewise.nn.metric;

import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;

/// The part of the rows in which the right class is among the `k` with the highest scores. Of equal scores the
/// first classes count as higher, and NaN is higher than any number, as for a stable `sort`.
public final class TopK extends ClassMetric {
    private final int k;
    private long right;
    private long rows;

    /// Of nothing yet.
    ///
    /// @throws IllegalArgumentException if `k` is less than 1
    public TopK(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("TopK: k must be at least 1, not " + k);
        }
        this.k = k;
    }

    @Override
    public String name() {
        return "top" + k + "_accuracy";
    }

    @Override
    void begin(int classes) {
        if (classes < k) {
            throw new ShapeMismatchException(name() + ": there are only " + classes + " classes, fewer than k = " + k);
        }
    }

    @Override
    void count(float[] scores, int at, int classes, int label) {
        float own = scores[at + label];
        int higher = 0;
        for (int c = 0; c < classes; c++) {
            float other = scores[at + c];
            higher += above(other, own) || c < label && !above(own, other) ? 1 : 0;
        }
        right += higher < k ? 1 : 0;
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
        return new StateDict().put("k", k).put("right", right).put("rows", rows);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        right = state.integer("right");
        rows = state.integer("rows");
    }

    @Override
    public void checkStateDict(StateDict state) {
        if (state.integer("k") != k) {
            throw new StateDictException("the state is of k = " + state.integer("k") + ", not of " + k);
        }
        state.integer("right");
        state.integer("rows");
    }
}
