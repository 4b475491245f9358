package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

class DataLoaderTest {
    private static final int SIZE = 23;
    private static final List<Long> ALL = LongStream.range(0, SIZE).boxed().toList();

    /// Example i is i, with label i.
    private final TensorDataset<Tensor, LongTensor> dataset =
            TensorDataset.of(Tensor.arange(SIZE).unsqueeze(1), LongTensor.arange(SIZE));

    private final DataLoader<Tensor, LongTensor> plain = new DataLoader<>(dataset, 5);
    private final DataLoader<Tensor, LongTensor> shuffled = plain.withShuffle(42);

    private static List<Long> order(Iterable<Batch<Tensor, LongTensor>> epoch) {
        List<Long> order = new ArrayList<>();
        for (Batch<Tensor, LongTensor> batch : epoch) {
            long[] labels = batch.targets().toArray();
            for (int i = 0; i < labels.length; i++) {
                assertThat(batch.inputs().array().get(i, 0)).isEqualTo((float) labels[i]);
                order.add(labels[i]);
            }
        }
        return order;
    }

    @Test
    void goesThroughTheDataSetInOrder() {
        assertThat(order(plain)).isEqualTo(ALL);
        assertThat(order(plain)).isEqualTo(ALL);
        assertThat(plain.batches()).isEqualTo(5);
        assertThat(plain.epoch(0)).extracting(Batch::size).containsExactly(5, 5, 5, 5, 3);
    }

    @Test
    void dropsTheLastBatchIfToldTo() {
        DataLoader<Tensor, LongTensor> full = plain.withDropLast(true);
        assertThat(full.batches()).isEqualTo(4);
        assertThat(order(full)).isEqualTo(ALL.subList(0, 20));
        assertThat(new DataLoader<>(dataset, SIZE).withDropLast(true).batches()).isEqualTo(1);
        assertThat(new DataLoader<>(dataset, SIZE + 1).withDropLast(true).epoch(0))
                .isEmpty();
    }

    @Test
    void shufflingGivesEveryExampleOnceAnEpoch() {
        for (int epoch = 0; epoch < 10; epoch++) {
            assertThat(order(shuffled.epoch(epoch)))
                    .containsExactlyInAnyOrderElementsOf(ALL)
                    .isNotEqualTo(ALL);
        }
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        List<Long> third = order(shuffled.epoch(3));
        assertThat(order(plain.withShuffle(42).epoch(3))).isEqualTo(third);
        assertThat(order(new DataLoader<>(dataset, 7).withShuffle(42).epoch(3))).isEqualTo(third);
        assertThat(order(shuffled.epoch(4))).isNotEqualTo(third);
        assertThat(order(plain.withShuffle(43).epoch(3))).isNotEqualTo(third);
    }

    @Test
    void theOrderIsTheGeneratorsPermutation() {
        Generator generator = new Generator(42);
        generator.setState(new Generator.State(42, 3L << 32));
        List<Long> expected = new ArrayList<>();
        for (int number : generator.permutation(SIZE)) {
            expected.add((long) number);
        }
        assertThat(order(shuffled.epoch(3))).isEqualTo(expected);
    }

    @Test
    void aPassBesideLeavesThePlace() {
        List<Long> expected = order(shuffled.epoch(1));
        for (DataLoader<Tensor, LongTensor> loader : List.of(shuffled, shuffled.withWorkers(2))) {
            Iterator<Batch<Tensor, LongTensor>> pass = loader.epoch(0).iterator();
            pass.next();
            StateDict place = loader.stateDict();
            assertThat(order(loader.beside(1))).isEqualTo(expected);
            assertThat(order(loader.beside(0)).subList(0, 5))
                    .isEqualTo(order(shuffled.beside(0)).subList(0, 5));
            assertThat(loader.stateDict().integer("epoch")).isEqualTo(place.integer("epoch"));
            assertThat(loader.stateDict().integer("batch")).isEqualTo(1);
            pass.next();
            assertThat(loader.stateDict().integer("batch")).isEqualTo(2);
        }
        assertThatThrownBy(() -> shuffled.beside(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachPassIsTheNextEpoch() {
        assertThat(order(shuffled)).isEqualTo(order(shuffled.epoch(0)));
        assertThat(order(shuffled)).isEqualTo(order(shuffled.epoch(1)));
    }

    /// Broken off after each possible number of batches, and resumed by a new loader with another seed.
    @Test
    void goesOnWithTheBatchesThatWereLeft() {
        List<Long> first = order(shuffled.epoch(0));
        List<Long> second = order(shuffled.epoch(1));
        for (int given = 0; given <= plain.batches(); given++) {
            DataLoader<Tensor, LongTensor> broken = plain.withShuffle(42);
            Iterator<Batch<Tensor, LongTensor>> pass = broken.epoch(0).iterator();
            for (int i = 0; i < given; i++) {
                pass.next();
            }
            List<Long> left = first.subList(Math.min(5 * given, SIZE), SIZE);
            DataLoader<Tensor, LongTensor> resumed = resumed(broken);
            assertThat(order(resumed.epoch(0))).isEqualTo(left);
            assertThat(order(resumed.epoch(1))).isEqualTo(second);
            assertThat(order(resumed.epoch(0))).as("a whole epoch again").isEqualTo(first);

            DataLoader<Tensor, LongTensor> further = resumed(broken);
            assertThat(order(further)).isEqualTo(left);
            assertThat(order(further)).isEqualTo(second);
        }
    }

    @Test
    void goesOnWithTheNextEpochWhereOneHadEnded() {
        DataLoader<Tensor, LongTensor> broken = plain.withShuffle(42);
        order(broken);
        assertThat(broken.stateDict().integer("epoch")).isEqualTo(1);
        assertThat(order(resumed(broken))).isEqualTo(order(shuffled.epoch(1)));
        assertThat(order(resumed(broken).epoch(1))).isEqualTo(order(shuffled.epoch(1)));
        assertThat(order(resumed(broken).epoch(4))).isEqualTo(order(shuffled.epoch(4)));
    }

    @Test
    void aPassThatIsBrokenOffIsNotGoneOnWithUnlessLoaded() {
        DataLoader<Tensor, LongTensor> loader = plain.withShuffle(42);
        loader.iterator().next();
        assertThat(order(loader)).isEqualTo(order(shuffled.epoch(1)));
        loader.epoch(2).iterator().next();
        assertThat(order(loader.epoch(2))).isEqualTo(order(shuffled.epoch(2)));
    }

    @Test
    void onlyTheLatestPassMovesThePlace() {
        Iterator<Batch<Tensor, LongTensor>> earlier = plain.epoch(0).iterator();
        plain.epoch(3).iterator().next();
        while (earlier.hasNext()) {
            earlier.next();
        }
        assertThat(plain.stateDict().integer("epoch")).isEqualTo(3);
        assertThat(plain.stateDict().integer("batch")).isEqualTo(1);
    }

    @Test
    void checkingAStateDoesNotEndThePass() {
        Iterator<Batch<Tensor, LongTensor>> pass = plain.iterator();
        pass.next();
        plain.checkStateDict(plain.stateDict());
        pass.next();
        assertThat(plain.stateDict().integer("batch")).isEqualTo(2);
    }

    @Test
    void refusesTheStateOfOtherBatches() {
        DataLoader<Tensor, LongTensor> other = new DataLoader<>(dataset, 7).withDropLast(true);
        refuses(
                other,
                shuffled.stateDict(),
                "the state does not fit the DataLoader: batch_size is 5, not 7, drop_last is false, not true");
        refuses(
                plain,
                shuffled.stateDict(),
                "the state does not fit the SequentialSampler: kind is random, not" + " sequential");
        refuses(
                shuffled,
                plain.stateDict(),
                "the state does not fit the RandomSampler: kind is sequential, not random");
        refuses(
                plain,
                plain.stateDict().put("epoch", -1).put("examples", 24),
                "the state does not fit the DataLoader: examples is 24, not 23, epoch is -1, not from 0 to 2147483647");
        refuses(
                plain,
                plain.stateDict().put("batch", 6),
                "the state does not fit the DataLoader: batch is 6, not from 0 to 5");
        assertThat(order(other)).hasSize(21);
    }

    private static void refuses(DataLoader<Tensor, LongTensor> loader, StateDict state, String message) {
        assertThatThrownBy(() -> loader.checkStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> loader.loadStateDict(state)).hasMessage(message);
    }

    private DataLoader<Tensor, LongTensor> resumed(DataLoader<Tensor, LongTensor> broken) {
        DataLoader<Tensor, LongTensor> resumed = plain.withShuffle(7);
        resumed.loadStateDict(broken.stateDict());
        return resumed;
    }

    @Test
    void drawsNothingFromTheGlobalGenerator() {
        Generator.manualSeed(1);
        Generator.State before = Generator.global().state();
        order(shuffled);
        assertThat(Generator.global().state()).isEqualTo(before);
    }

    @Test
    void endsWithAnException() {
        Iterator<Batch<Tensor, LongTensor>> batches = new DataLoader<>(dataset, SIZE).iterator();
        batches.next();
        assertThat(batches.hasNext()).isFalse();
        assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void refusesBadNumbers() {
        assertThatThrownBy(() -> new DataLoader<>(dataset, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DataLoader: batchSize must be at least 1, not 0");
        assertThatThrownBy(() -> plain.epoch(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DataLoader: an epoch's number must be at least 0, not -1");
    }
}
