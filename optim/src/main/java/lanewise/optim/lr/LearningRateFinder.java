package lanewise.optim.lr;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import lanewise.optim.Optimizer;
import lanewise.optim.ParamGroup;

/// The learning-rate range test: some training steps with a rate that grows, each by the same factor, until the
/// loss runs away. The curve shows which rates train at all, and where it falls fastest is a good one.
///
/// ```java
/// var finder = new LearningRateFinder(optimizer, model);
/// var result = finder.run(() -> {
///     var batch = batches.next();
///     var loss = lossFn.call(model.call(batch.x()), batch.y());
///     optimizer.zeroGrad();
///     loss.backward();
///     optimizer.step();
///     return loss.item();
/// });
/// double rate = result.suggestion().orElse(1e-3);
/// ```
///
/// Afterwards the optimizer is as before, with no gradients, and so is whatever else was given: the model,
/// schedulers. Groups keep their rates in proportion to the first one's, which is the one that is told.
///
/// Smith 2017, "Cyclical learning rates for training neural networks", arXiv:1506.01186, section 3.3.
public final class LearningRateFinder {
    private final Optimizer<?> optimizer;
    private final Options options;
    private final List<Stateful> others;

    /// With the default options.
    ///
    /// @param others what a training step changes beside the optimizer's own state: the model
    public LearningRateFinder(Optimizer<?> optimizer, Stateful... others) {
        this(optimizer, new Options(), others);
    }

    /// With these options.
    ///
    /// @param others what a training step changes beside the optimizer's own state: the model
    public LearningRateFinder(Optimizer<?> optimizer, Options options, Stateful... others) {
        this.optimizer = optimizer;
        this.options = options;
        this.others = List.of(others);
    }

    /// Runs the test.
    ///
    /// @param step makes one training step with the optimizer, and returns the loss
    public Result run(DoubleSupplier step) {
        double[] rates = LRScheduler.rates(optimizer);
        StateDict optimizerState = optimizer.stateDict().copy();
        List<StateDict> states =
                others.stream().map(other -> other.stateDict().copy()).toList();
        try {
            return test(step, rates);
        } finally {
            for (int i = 0; i < states.size(); i++) {
                others.get(i).loadStateDict(states.get(i));
            }
            optimizer.loadStateDict(optimizerState);
            optimizer.zeroGrad();
        }
    }

    private Result test(DoubleSupplier step, double[] ratesBefore) {
        List<Point> points = new ArrayList<>();
        double mean = 0;
        double best = Double.POSITIVE_INFINITY;
        for (int k = 0; k < options.steps; k++) {
            double rate = options.rate(k);
            setRates(rate, ratesBefore);
            double loss = step.getAsDouble();
            if (!Double.isFinite(loss)) {
                return new Result(points, suggestion(points), End.NOT_FINITE);
            }
            mean = options.smoothing * mean + (1 - options.smoothing) * loss;
            double smoothed = mean / (1 - Math.pow(options.smoothing, k + 1));
            points.add(new Point(rate, loss, smoothed));
            if (smoothed > best + (options.divergence - 1) * Math.abs(best)) {
                return new Result(points, suggestion(points), End.DIVERGED);
            }
            best = Math.min(best, smoothed);
        }
        return new Result(points, suggestion(points), End.COMPLETE);
    }

    private void setRates(double rate, double[] before) {
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        for (int i = 0; i < before.length; i++) {
            groups.get(i).setLearningRate(before[0] == 0 ? rate : rate * before[i] / before[0]);
        }
    }

    /// Where the smoothed loss falls fastest over the logarithm of the rate. The first tenth of the test, in which
    /// the mean has hardly begun, does not count.
    private OptionalDouble suggestion(List<Point> points) {
        double steepest = 0;
        OptionalDouble rate = OptionalDouble.empty();
        for (int k = Math.max(1, options.steps / 10); k < points.size() - 1; k++) {
            double slope = points.get(k + 1).smoothedLoss - points.get(k - 1).smoothedLoss;
            if (slope < steepest) {
                steepest = slope;
                rate = OptionalDouble.of(points.get(k).learningRate);
            }
        }
        return rate;
    }

    /// Why a test ended.
    public enum End {
        /// All steps were made.
        COMPLETE,
        /// The smoothed loss had grown to a multiple of the least one.
        DIVERGED,
        /// The loss was infinite or not a number; that step is not in the curve.
        NOT_FINITE
    }

    /// One step of the test.
    ///
    /// @param learningRate of the first group
    /// @param loss before the step
    /// @param smoothedLoss a moving average of the losses up to this one
    public record Point(double learningRate, double loss, double smoothedLoss) {}

    /// What a test found.
    ///
    /// @param points the curve, one point a step
    /// @param suggestion the rate at which the smoothed loss fell fastest; none if it never fell
    /// @param end why it ended
    public record Result(List<Point> points, OptionalDouble suggestion, End end) {
        /// Copies the list.
        public Result {
            points = List.copyOf(points);
        }
    }

    /// What a test can be told.
    ///
    /// @param low the first learning rate, 1e-7
    /// @param high the last one, 10
    /// @param steps how many there are, 100
    /// @param smoothing the decay rate of the mean loss, 0.98
    /// @param divergence the multiple of the least smoothed loss at which the test ends, 4
    public record Options(double low, double high, int steps, double smoothing, double divergence) {
        /// @throws IllegalArgumentException if `low` is not above 0, `high` not above `low`, `steps` below 2,
        ///     `smoothing` not at least 0 and below 1, or `divergence` not above 1
        public Options {
            Range.POSITIVE.check("LearningRateFinder", "low", low);
            Range.POSITIVE.check("LearningRateFinder", "high", high);
            if (high <= low) {
                throw new IllegalArgumentException(
                        "LearningRateFinder: high is " + high + "; it must be above low, " + low);
            }
            if (steps < 2) {
                throw new IllegalArgumentException("LearningRateFinder: steps is " + steps + "; it must be 2 or above");
            }
            Range.BELOW_ONE.check("LearningRateFinder", "smoothing", smoothing);
            if (!(divergence > 1)) {
                throw new IllegalArgumentException(
                        "LearningRateFinder: divergence is " + divergence + "; it must be above 1");
            }
        }

        /// The defaults.
        public Options() {
            this(1e-7, 10, 100, 0.98, 4);
        }

        /// The same between other rates.
        public Options withRange(double low, double high) {
            return new Options(low, high, steps, smoothing, divergence);
        }

        /// The same with another number of steps.
        public Options withSteps(int steps) {
            return new Options(low, high, steps, smoothing, divergence);
        }

        /// The same with another decay rate of the mean loss.
        public Options withSmoothing(double smoothing) {
            return new Options(low, high, steps, smoothing, divergence);
        }

        /// The same with another multiple at which the test ends.
        public Options withDivergence(double divergence) {
            return new Options(low, high, steps, smoothing, divergence);
        }

        private double rate(int k) {
            return low * Math.pow(high / low, k / (steps - 1.0));
        }
    }
}
