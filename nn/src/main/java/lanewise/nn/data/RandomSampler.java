package lanewise.nn.data;

import java.util.Arrays;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;

/// The examples in an order that is random in each epoch.
///
/// Without replacement an epoch begins with the [permutation][Generator#permutation(int)] that a generator of the
/// seed draws from position `epoch * 2^32` on; more samples than there are examples go on with further
/// permutations.
///
/// @param examples the size of the data set
/// @param samples how many numbers an epoch has
/// @param replacement whether each number is drawn from all examples, so that one may come more than once
/// @param seed of all epochs
public record RandomSampler(int examples, int samples, boolean replacement, long seed) implements Sampler {
    /// @throws IllegalArgumentException if a number is negative, or samples are to be drawn from no examples
    public RandomSampler {
        if (examples < 0 || samples < 0 || samples > 0 && examples == 0) {
            throw new IllegalArgumentException(
                    "RandomSampler: " + samples + " samples cannot be drawn from " + examples + " examples");
        }
    }

    /// Each example once an epoch.
    public RandomSampler(int examples, long seed) {
        this(examples, examples, false, seed);
    }

    @Override
    public int size() {
        return samples;
    }

    @Override
    public int[] order(int epoch) {
        Generator generator = EpochGenerator.of(seed, epoch);
        if (replacement) {
            LongArray drawn = LongArray.zerosKept(Shape.of(samples));
            if (samples > 0) {
                generator.fillIntegers(drawn, 0, examples);
            }
            return Arrays.stream(drawn.toArray()).mapToInt(Math::toIntExact).toArray();
        }
        int[] order = new int[samples];
        for (int at = 0; at < samples; at += examples) {
            System.arraycopy(generator.permutation(examples), 0, order, at, Math.min(examples, samples - at));
        }
        return order;
    }

    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("kind", "random")
                .put("examples", examples)
                .put("samples", samples)
                .put("replacement", replacement)
                .put("seed", seed);
    }

    @Override
    public RandomSampler restored(StateDict state) {
        Agreement agreement = new Agreement("RandomSampler").same("kind", state.text("kind"), "random");
        agreement.check();
        agreement
                .same("examples", state.integer("examples"), examples)
                .same("samples", state.integer("samples"), samples)
                .same("replacement", state.flag("replacement"), replacement)
                .check();
        return new RandomSampler(examples, samples, replacement, state.integer("seed"));
    }
}
