package lanewise.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.Generator;

/// Divides a data set at random, into examples to train on and to validate with for instance.
///
/// ```java
/// var parts = Split.randomSplit(dataset, 42, 0.9, 0.1);
/// ```
public final class Split {
    private static final double SUM_TOLERANCE = 1e-6;

    private Split() {}

    /// Parts of these sizes, which have no example in common. Which examples they get depends on the seed and the
    /// size of the data set alone.
    ///
    /// @throws IllegalArgumentException if a length is negative, or they do not add up to the data set's size
    public static <I, T> List<Subset<I, T>> randomSplit(Dataset<I, T> dataset, long seed, int... lengths) {
        long sum = 0;
        for (int length : lengths) {
            if (length < 0) {
                throw new IllegalArgumentException("randomSplit: a length of " + length + " is negative");
            }
            sum += length;
        }
        if (sum != dataset.size()) {
            throw new IllegalArgumentException("randomSplit: the lengths " + Arrays.toString(lengths) + " add up to "
                    + sum + "; the data set has " + dataset.size() + " examples");
        }
        int[] order = new Generator(seed).permutation(dataset.size());
        List<Subset<I, T>> parts = new ArrayList<>();
        int from = 0;
        for (int length : lengths) {
            parts.add(new Subset<>(dataset, Arrays.copyOfRange(order, from, from + length)));
            from += length;
        }
        return parts;
    }

    /// Parts of these fractions of the examples. Each has the whole number below its fraction, and the first parts
    /// one example more, as many as are left: PyTorch's rule.
    ///
    /// @throws IllegalArgumentException if a fraction is negative or not a number, or they do not add up to 1
    public static <I, T> List<Subset<I, T>> randomSplit(Dataset<I, T> dataset, long seed, double... fractions) {
        int[] lengths = new int[fractions.length];
        double sum = 0;
        int left = dataset.size();
        for (int i = 0; i < fractions.length; i++) {
            if (!(fractions[i] >= 0 && fractions[i] <= 1)) {
                throw new IllegalArgumentException(
                        "randomSplit: a fraction of " + fractions[i] + " is not from 0 to 1");
            }
            sum += fractions[i];
            lengths[i] = (int) Math.floor(dataset.size() * fractions[i]);
            left -= lengths[i];
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new IllegalArgumentException(
                    "randomSplit: the fractions " + Arrays.toString(fractions) + " add up to " + sum + ", not to 1");
        }
        for (int i = 0; left > 0; i = (i + 1) % lengths.length) {
            lengths[i]++;
            left--;
        }
        return randomSplit(dataset, seed, lengths);
    }
}
