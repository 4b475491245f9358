package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.Lerp;
import lanewise.engine.parallel.Division;
import lanewise.engine.parallel.RangeTask;

/// An average `y` that follows an array `x`: each update goes a part of the way towards it.
///
///     y ← y + w·(x − y)  =  (1 − w)·y + w·x
///
/// With `w = 1 − d` it decays exponentially by `d`; with `w = 1/(n + 1)`, after `n` values, it is their mean. Made
/// once for two arrays; an update is one pass in place, outside the graph, and allocates nothing.
public final class RunningAverage {
    private final NDArray average;
    private final NDArray source;
    private final RangeTask task = new Task();
    private float weight;

    /// An average that is kept in `average`, as it is at first, and follows `source`.
    ///
    /// @throws ShapeMismatchException if the shapes differ
    /// @throws IllegalArgumentException if one of the two is not contiguous, or both share memory
    public RunningAverage(NDArray average, NDArray source) {
        if (!average.shape().equals(source.shape())) {
            throw new ShapeMismatchException(
                    "RunningAverage: the average is " + average.shape() + ", what it follows " + source.shape());
        }
        if (!average.isContiguous() || !source.isContiguous()) {
            throw new IllegalArgumentException("RunningAverage: the average (" + average.layout()
                    + ") and what it follows (" + source.layout() + ") must be contiguous");
        }
        if (average.storage() == source.storage()) {
            throw new IllegalArgumentException(
                    "RunningAverage: the average must have memory of its own, not that of what it follows");
        }
        this.average = average;
        this.source = source;
    }

    /// Sets the average to what it follows, bit for bit.
    public void copy() {
        InPlace.copy(average, source);
    }

    /// Goes part of the way.
    ///
    /// @throws IllegalArgumentException if `weight` is not from 0 to 1
    public void update(double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("RunningAverage: the weight must be from 0 to 1, not " + weight);
        }
        this.weight = (float) weight;
        Division.run(average.elements(), Division.CHEAP, task);
        average.storage().touch();
    }

    private final class Task implements RangeTask {
        @Override
        public void run(int from, int to) {
            Lerp.run(average.data(), average.offset() + from, weight, source.data(), source.offset() + from, to - from);
        }
    }
}
