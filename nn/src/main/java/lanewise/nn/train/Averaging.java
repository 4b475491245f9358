package lanewise.nn.train;

/// How an [AveragedModel] weighs the model's present values against the average so far:
///
///     average ← (1 − w)·average + w·present
@FunctionalInterface
public interface Averaging {
    /// The weight `w` of the next values, from 0 to 1.
    ///
    /// @param averaged how many values the average is made of so far, at least 1: the first ones are copied
    double weight(long averaged);

    /// The mean of all values, each with the same weight, `w = 1/(n + 1)`: stochastic weight averaging. Izmailov,
    /// Podoprikhin, Garipov, Vetrov, Wilson 2018, arXiv:1803.05407.
    static Averaging swa() {
        return averaged -> 1.0 / (averaged + 1);
    }

    /// An exponential moving average with decay 0.999.
    static Averaging ema() {
        return ema(0.999);
    }

    /// An exponential moving average, `w = 1 − decay`. Polyak, Juditsky 1992, doi:10.1137/0330046, in the form
    /// that forgets.
    ///
    /// @throws IllegalArgumentException if `decay` is not from 0 to 1
    static Averaging ema(double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException("ema: decay must be from 0 to 1, not " + decay);
        }
        return averaged -> 1 - decay;
    }
}
