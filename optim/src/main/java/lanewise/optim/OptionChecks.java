package lanewise.optim;

/// Refuses bad options with the optimizer's name, the option's name and the value. NaN fails every check.
final class OptionChecks {
    private OptionChecks() {}

    static void notNegative(String optimizer, String option, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw refused(optimizer, option, value, "a finite number, 0 or above");
        }
    }

    static void finite(String optimizer, String option, double value) {
        if (!Double.isFinite(value)) {
            throw refused(optimizer, option, value, "a finite number");
        }
    }

    /// A decay rate of a moving average: of 1, the average would never move.
    static void belowOne(String optimizer, String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw refused(optimizer, option, value, "at least 0 and below 1");
        }
    }

    static IllegalArgumentException refused(String optimizer, String option, Object value, String rule) {
        return new IllegalArgumentException(optimizer + ": " + option + " is " + value + "; it must be " + rule);
    }
}
