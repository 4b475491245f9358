package lanewise.nn.train;

/// A figure of the epochs that is to become better, and what counts as better.
///
/// @param name as in [EpochRecord#values()]
/// @param larger whether large values are good, as an accuracy; otherwise small ones, as a loss
/// @param minDelta by how much at least a value must be better than the best so far
public record Monitor(String name, boolean larger, double minDelta) {
    /// @throws IllegalArgumentException if `minDelta` is negative or not finite
    public Monitor {
        if (!(minDelta >= 0) || Double.isInfinite(minDelta)) {
            throw new IllegalArgumentException(
                    "Monitor: minDelta is " + minDelta + "; it must be finite and not negative");
        }
    }

    /// A figure of which small values are good.
    public static Monitor min(String name) {
        return new Monitor(name, false, 0);
    }

    /// A figure of which large values are good.
    public static Monitor max(String name) {
        return new Monitor(name, true, 0);
    }

    /// The same with another least progress.
    public Monitor withMinDelta(double minDelta) {
        return new Monitor(name, larger, minDelta);
    }

    /// Whether a value is better than the best so far. NaN is not.
    public boolean isBetter(double value, double best) {
        return larger ? value > best + minDelta : value < best - minDelta;
    }

    /// What every number is better than.
    double worst() {
        return larger ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
}
