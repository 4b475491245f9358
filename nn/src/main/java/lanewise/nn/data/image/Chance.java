package lanewise.nn.data.image;

import lanewise.engine.Generator;

/// Single random numbers.
final class Chance {
    private static final int STEPS = 1 << 24;

    private Chance() {}

    /// From `low` to below `high`.
    static double uniform(Generator random, double low, double high) {
        return low + (high - low) * random.nextInt(STEPS) / STEPS;
    }

    static boolean happens(Generator random, double probability) {
        return uniform(random, 0, 1) < probability;
    }

    /// @throws IllegalArgumentException if it is no probability
    static double checkProbability(String transform, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(transform + ": p is " + probability + "; it must be from 0 to 1");
        }
        return probability;
    }
}
