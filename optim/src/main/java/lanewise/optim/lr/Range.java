package lanewise.optim.lr;

/// The values that an option may have.
///
/// @param words for messages, after "it must be"
record Range(double low, boolean withLow, double high, boolean withHigh, String words) {
    static final Range NOT_NEGATIVE =
            new Range(0, true, Double.POSITIVE_INFINITY, false, "a finite number, 0 or above");
    static final Range POSITIVE = new Range(0, false, Double.POSITIVE_INFINITY, false, "a finite number above 0");
    static final Range SHARE = new Range(0, true, 1, true, "from 0 to 1");
    static final Range POSITIVE_SHARE = new Range(0, false, 1, true, "above 0 and at most 1");
    static final Range BELOW_ONE = new Range(0, true, 1, false, "at least 0 and below 1");
    static final Range COUNT = wholeFrom(0);
    static final Range POSITIVE_COUNT = wholeFrom(1);
    static final Range LAST_EPOCH = wholeFrom(-1);
    static final Range EPOCH = new Range(0, true, Integer.MAX_VALUE, true, "from 0 to " + Integer.MAX_VALUE);

    private static Range wholeFrom(int low) {
        return new Range(low, true, Integer.MAX_VALUE, true, "a whole number, " + low + " or above");
    }

    /// False for NaN.
    boolean has(double value) {
        return (withLow ? value >= low : value > low) && (withHigh ? value <= high : value < high);
    }

    /// Gives the value back.
    ///
    /// @throws IllegalArgumentException if it is outside
    double check(String scheduler, String option, double value) {
        if (!has(value)) {
            throw refused(scheduler, option, value);
        }
        return value;
    }

    /// Gives the value back.
    ///
    /// @throws IllegalArgumentException if it is outside
    int check(String scheduler, String option, int value) {
        if (!has(value)) {
            throw refused(scheduler, option, value);
        }
        return value;
    }

    private IllegalArgumentException refused(String scheduler, String option, Object value) {
        return new IllegalArgumentException(scheduler + ": " + option + " is " + value + "; it must be " + words);
    }
}
