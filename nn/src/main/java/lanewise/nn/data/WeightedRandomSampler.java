package lanewise.nn.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;

/// Examples drawn by weight: those of a rare class can come as often as the others.
///
/// With replacement, each number is drawn from all examples by inverting the sum of the weights. Without, the
/// numbers are those of a successive draw, in its order: the examples with the greatest `u^(1/weight)`, `u` uniform
/// (Efraimidis, Spirakis 2006, "Weighted random sampling with a reservoir").
public final class WeightedRandomSampler implements Sampler {
    private final double[] weights;
    private final int samples;
    private final boolean replacement;
    private final long seed;

    /// @param weights one an example, not negative; copied
    /// @param samples how many numbers an epoch has
    /// @param replacement whether an example may come more than once
    /// @throws IllegalArgumentException if a weight is negative or not finite, or there are fewer positive ones
    ///     than are to be drawn
    public WeightedRandomSampler(double[] weights, int samples, boolean replacement, long seed) {
        this.weights = weights.clone();
        this.samples = samples;
        this.replacement = replacement;
        this.seed = seed;
        int positive = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("WeightedRandomSampler: the weight of example " + i + " is "
                        + weights[i] + "; it must be finite and not negative");
            }
            positive += weights[i] > 0 ? 1 : 0;
        }
        if (samples < 0 || samples > 0 && positive == 0 || !replacement && samples > positive) {
            throw new IllegalArgumentException("WeightedRandomSampler: " + samples + " samples cannot be drawn "
                    + (replacement ? "with" : "without") + " replacement from " + positive
                    + " examples of positive weight");
        }
    }

    @Override
    public int size() {
        return samples;
    }

    @Override
    public int[] order(int epoch) {
        Generator generator = EpochGenerator.of(seed, epoch);
        return replacement ? withReplacement(generator) : withoutReplacement(generator);
    }

    private int[] withReplacement(Generator generator) {
        double[] sums = weights.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        double[] drawn = uniform(generator, samples);
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            order[i] = firstAbove(sums, drawn[i] * sums[sums.length - 1]);
        }
        return order;
    }

    /// The first index whose sum is above `x`: never one of weight 0.
    private static int firstAbove(double[] sums, double x) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > x) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int[] withoutReplacement(Generator generator) {
        double[] drawn = uniform(generator, weights.length);
        Integer[] order = new Integer[weights.length];
        double[] keys = new double[weights.length];
        for (int i = 0; i < keys.length; i++) {
            order[i] = i;
            keys[i] = weights[i] == 0 ? Double.NEGATIVE_INFINITY : Math.log(1 - drawn[i]) / weights[i];
        }
        Arrays.sort(order, (a, b) -> Double.compare(keys[b], keys[a]));
        int[] first = new int[samples];
        Arrays.setAll(first, i -> order[i]);
        return first;
    }

    /// From 0 to below 1, of 48 bits: the 24 of one float would draw from 16 million places only.
    private static double[] uniform(Generator generator, int count) {
        NDArray bits = NDArray.zerosKept(Shape.of(2 * count));
        generator.fillUniform(bits, 0f, 1f);
        float[] pairs = bits.data();
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = pairs[2 * i] + pairs[2 * i + 1] * 0x1p-24;
        }
        return numbers;
    }

    /// The seed, and a checksum of the weights.
    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("kind", "weighted")
                .put("samples", samples)
                .put("replacement", replacement)
                .put("weights", checksum())
                .put("seed", seed);
    }

    @Override
    public WeightedRandomSampler restored(StateDict state) {
        Agreement agreement = new Agreement("WeightedRandomSampler").same("kind", state.text("kind"), "weighted");
        agreement.check();
        agreement
                .same("samples", state.integer("samples"), samples)
                .same("replacement", state.flag("replacement"), replacement)
                .same("the checksum of the weights", state.integer("weights"), checksum())
                .check();
        return new WeightedRandomSampler(weights, samples, replacement, state.integer("seed"));
    }

    private long checksum() {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * weights.length);
        bytes.asDoubleBuffer().put(weights);
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }
}
