package lanewise.samples.models;

/// What the models' options must satisfy.
final class ModelOptions {
    private ModelOptions() {}

    static void atLeast(int least, String option, int value) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", not " + value);
        }
    }

    static void probability(String option, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(option + " must be from 0 to 1, not " + value);
        }
    }
}
