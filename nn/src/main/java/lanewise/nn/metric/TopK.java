package lanewise.nn.metric;

import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;

/// The part of the rows in which the right class is among the `k` with the highest scores. Of equal scores the
/// first classes count as higher, and NaN is higher than any number, as for a stable `sort`.
public final class TopK extends RightRows {
    private final int k;

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
    boolean isRight(float[] scores, int at, int classes, int label) {
        float own = scores[at + label];
        int higher = 0;
        for (int c = 0; c < classes; c++) {
            float other = scores[at + c];
            higher += above(other, own) || c < label && !above(own, other) ? 1 : 0;
        }
        return higher < k;
    }

    @Override
    public StateDict stateDict() {
        return super.stateDict().put("k", k);
    }

    @Override
    public void checkStateDict(StateDict state) {
        if (state.integer("k") != k) {
            throw new StateDictException("the state is of k = " + state.integer("k") + ", not of " + k);
        }
        super.checkStateDict(state);
    }
}
