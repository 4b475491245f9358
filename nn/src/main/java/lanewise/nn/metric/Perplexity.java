package lanewise.nn.metric;

import lanewise.engine.io.StateDict;

/// Among how many equally likely classes a model is as uncertain as it is about the right ones:
///
///     exp(−mean of log softmax(scores) at the label)
///
/// that is, the exponential of the mean cross entropy. Scores are logits.
public final class Perplexity extends ClassMetric {
    private double sum;
    private long rows;

    /// Of nothing yet.
    public Perplexity() {}

    @Override
    public String name() {
        return "perplexity";
    }

    /// In double. The JDK's `Math.exp` has other bits once it is compiled, `StrictMath`'s has not.
    @Override
    void count(float[] scores, int at, int classes, int label) {
        float highest = scores[at + best(scores, at, classes)];
        double total = 0;
        for (int c = 0; c < classes; c++) {
            total += StrictMath.exp((double) scores[at + c] - highest);
        }
        sum += StrictMath.log(total) + ((double) highest - scores[at + label]);
        rows++;
    }

    /// At least 1; infinite if a right class had no chance.
    @Override
    public double value() {
        if (rows == 0) {
            throw empty();
        }
        return StrictMath.exp(sum / rows);
    }

    @Override
    public void reset() {
        sum = 0;
        rows = 0;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict().put("sum", sum).put("rows", rows);
    }

    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        sum = state.number("sum");
        rows = state.integer("rows");
    }

    @Override
    public void checkStateDict(StateDict state) {
        state.number("sum");
        state.integer("rows");
    }
}
