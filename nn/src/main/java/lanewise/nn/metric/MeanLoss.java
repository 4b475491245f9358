package lanewise.nn.metric;

import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;

/// The mean loss of all examples, from the mean losses of batches of any sizes:
///
///     Σ loss·examples / Σ examples
///
/// ```java
/// meanLoss.update(loss.item(), batch.size());
/// ```
public final class MeanLoss implements Stateful {
    private double sum;
    private long examples;

    /// Of nothing yet.
    public MeanLoss() {}

    /// Counts a batch.
    ///
    /// @param loss the mean over its examples
    /// @param size how many those are
    /// @throws IllegalArgumentException if the size is negative
    public void update(double loss, long size) {
        if (size < 0) {
            throw new IllegalArgumentException("MeanLoss: the number of examples is " + size);
        }
        sum += size == 0 ? 0 : loss * size; // the mean of no examples is NaN
        examples += size;
    }

    /// The mean over all examples that were counted since the last [#reset()].
    ///
    /// @throws IllegalStateException if there are none
    public double value() {
        if (examples == 0) {
            throw new IllegalStateException(
                    "MeanLoss: no example has been counted since the last reset, so there is no value");
        }
        return sum / examples;
    }

    /// How many examples were counted.
    public long examples() {
        return examples;
    }

    /// Forgets all that was counted.
    public void reset() {
        sum = 0;
        examples = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("sum", sum).put("examples", examples);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        sum = state.number("sum");
        examples = state.integer("examples");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.number("sum");
        state.integer("examples");
    }
}
