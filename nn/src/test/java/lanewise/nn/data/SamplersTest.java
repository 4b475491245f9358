package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.engine.Generator;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

class SamplersTest {
    private static final List<Sampler> ALL = List.of(
            new SequentialSampler(10),
            new RandomSampler(10, 3),
            new RandomSampler(10, 25, false, 3),
            new RandomSampler(10, 7, true, 3),
            new SubsetRandomSampler(new int[] {4, 7, 1}, 3),
            new WeightedRandomSampler(new double[] {1, 0, 2, 3}, 20, true, 3),
            new WeightedRandomSampler(new double[] {1, 0, 2, 3}, 3, false, 3));

    @Test
    void theOrderDependsOnTheEpochAlone() {
        for (Sampler sampler : ALL) {
            int[] fifth = sampler.order(5);
            sampler.order(6);
            assertThat(sampler.order(5)).isEqualTo(fifth).hasSize(sampler.size());
            assertThat(IntStream.range(0, 20).mapToObj(epoch -> Arrays.toString(sampler.order(epoch))))
                    .as("orders of " + sampler)
                    .satisfies(orders -> assertThat(orders.stream().distinct().count())
                            .isGreaterThan(sampler instanceof SequentialSampler ? 0 : 3));
        }
    }

    @Test
    void aRestoredOneHasTheOrdersOfTheSaved() {
        List<Sampler> others = List.of(
                new SequentialSampler(10),
                new RandomSampler(10, 4),
                new RandomSampler(10, 25, false, 4),
                new RandomSampler(10, 7, true, 4),
                new SubsetRandomSampler(new int[] {4, 7, 1}, 4),
                new WeightedRandomSampler(new double[] {1, 0, 2, 3}, 20, true, 4),
                new WeightedRandomSampler(new double[] {1, 0, 2, 3}, 3, false, 4));
        for (int i = 0; i < ALL.size(); i++) {
            Sampler restored = others.get(i).restored(ALL.get(i).stateDict());
            for (int epoch = 0; epoch < 5; epoch++) {
                assertThat(restored.order(epoch)).isEqualTo(ALL.get(i).order(epoch));
            }
        }
    }

    @Test
    void refusesTheStateOfAnotherSampler() {
        for (Sampler sampler : ALL) {
            for (Sampler other : ALL) {
                if (sampler != other) {
                    assertThatThrownBy(() -> sampler.restored(other.stateDict()))
                            .isInstanceOf(StateDictException.class);
                }
            }
        }
        Sampler weights = new WeightedRandomSampler(new double[] {1, 0, 2, 4}, 20, true, 3);
        assertThatThrownBy(() -> weights.restored(ALL.get(5).stateDict()))
                .hasMessageContaining("the checksum of the weights is ");
        Sampler numbers = new SubsetRandomSampler(new int[] {4, 7, 2}, 3);
        assertThatThrownBy(() -> numbers.restored(ALL.get(4).stateDict()))
                .hasMessageContaining("the checksum of the numbers is ");
    }

    @Test
    void moreSamplesThanExamplesAreFurtherPermutations() {
        int[] order = ALL.get(2).order(1);
        Generator generator = new Generator(3);
        generator.setState(new Generator.State(3, 1L << 32));
        assertThat(Arrays.copyOf(order, 10)).isEqualTo(generator.permutation(10));
        assertThat(Arrays.copyOfRange(order, 10, 20)).isEqualTo(generator.permutation(10));
        assertThat(Arrays.copyOfRange(order, 20, 25)).doesNotHaveDuplicates();
    }

    @Test
    void drawsWithReplacementFromAll() {
        int[] order = new RandomSampler(5, 10_000, true, 1).order(0);
        for (int number = 0; number < 5; number++) {
            int wanted = number;
            // 2000 are expected, with a standard deviation of 40
            assertThat(Arrays.stream(order).filter(n -> n == wanted).count()).isBetween(1800L, 2200L);
        }
    }

    @Test
    void aSubsetComesOnce() {
        assertThat(ALL.get(4).order(9)).containsExactlyInAnyOrder(4, 7, 1);
    }

    @Test
    void weightsAreProportionsWithReplacement() {
        int[] order = new WeightedRandomSampler(new double[] {0, 1, 0, 3, 0}, 10_000, true, 1).order(2);
        long ones = Arrays.stream(order).filter(n -> n == 1).count();
        assertThat(Arrays.stream(order)).containsOnly(1, 3);
        assertThat(ones).isBetween(2250L, 2750L); // 2500 are expected, with a standard deviation of 43
    }

    /// The first of a draw without replacement has the weights as its probabilities.
    @Test
    void drawsWithoutReplacementEachOnceAndTheHeavyFirst() {
        WeightedRandomSampler sampler = new WeightedRandomSampler(new double[] {1, 0, 3}, 2, false, 5);
        int heavyFirst = 0;
        for (int epoch = 0; epoch < 2000; epoch++) {
            int[] order = sampler.order(epoch);
            assertThat(order).containsExactlyInAnyOrder(0, 2);
            heavyFirst += order[0] == 2 ? 1 : 0;
        }
        assertThat(heavyFirst).isBetween(1380, 1620); // 1500 are expected, with a standard deviation of 19
    }

    @Test
    void batchSamplersCutAnOrder() {
        Sampler sampler = ALL.get(1);
        BatchSampler all = BatchSampler.of(sampler, 4, false);
        assertThat(all.size()).isEqualTo(3);
        assertThat(all.batches(2).stream().flatMapToInt(Arrays::stream).toArray())
                .isEqualTo(sampler.order(2));
        assertThat(all.batches(2)).extracting(batch -> batch.length).containsExactly(4, 4, 2);
        assertThat(BatchSampler.of(sampler, 4, true).batches(2))
                .extracting(batch -> batch.length)
                .containsExactly(4, 4);
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> new RandomSampler(0, 3, true, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new RandomSampler(0, 1).order(0)).isEmpty();
        assertThatThrownBy(() -> new WeightedRandomSampler(new double[] {1, -1}, 1, true, 1))
                .hasMessage(
                        "WeightedRandomSampler: the weight of example 1 is -1.0; it must be finite and not negative");
        assertThatThrownBy(() -> new WeightedRandomSampler(new double[] {1, 0}, 2, false, 1))
                .hasMessage("WeightedRandomSampler: 2 samples cannot be drawn without replacement from 1 examples of"
                        + " positive weight");
        assertThatThrownBy(() -> new WeightedRandomSampler(new double[] {Double.NaN}, 0, true, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
