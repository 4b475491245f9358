package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// [Subset], [Split], [ConcatDataset] and [CollatedDataset].
class SubsetsTest {
    private static TensorDataset<Tensor, LongTensor> numbered(int from, int to) {
        return TensorDataset.of(Tensor.arange(from, to).unsqueeze(1), LongTensor.arange(from, to, 1));
    }

    /// Says in the inputs which epoch it was asked for.
    private static final Dataset<Integer, LongTensor> EPOCHS = new Dataset<>() {
        @Override
        public int size() {
            return 4;
        }

        @Override
        public Batch<Integer, LongTensor> get(LongTensor numbers) {
            return get(numbers, 0);
        }

        @Override
        public Batch<Integer, LongTensor> get(LongTensor numbers, int epoch) {
            return new Batch<>(epoch, numbers, indices(numbers).length);
        }
    };

    private static long[] targets(Dataset<?, LongTensor> dataset, long... numbers) {
        return dataset.get(LongTensor.of(numbers)).targets().toArray();
    }

    @Test
    void aSubsetHasNumbersOfItsOwn() {
        Subset<Tensor, LongTensor> subset = new Subset<>(numbered(0, 10), 7, 2, 2);
        assertThat(subset.size()).isEqualTo(3);
        assertThat(targets(subset, 2, 0)).containsExactly(2, 7);
        assertThat(subset.numbers()).containsExactly(7, 2, 2);
        assertThatThrownBy(() -> targets(subset, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new Subset<>(numbered(0, 10), 10)).isInstanceOf(IndexOutOfBoundsException.class);
        Subset<Integer, LongTensor> epochs = new Subset<>(EPOCHS, 3);
        assertThat(epochs.get(LongTensor.of(0), 5)).extracting(Batch::inputs).isEqualTo(5);
        assertThat(epochs.dataset()).isSameAs(EPOCHS);
    }

    @Test
    void aSplitGivesEachExampleToOnePart() {
        List<Subset<Tensor, LongTensor>> parts = Split.randomSplit(numbered(0, 10), 3, 7, 3, 0);
        List<Integer> all = new ArrayList<>();
        parts.forEach(part -> Arrays.stream(part.numbers()).forEach(all::add));
        assertThat(parts).extracting(Subset::size).containsExactly(7, 3, 0);
        assertThat(all)
                .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .isNotEqualTo(all.stream().sorted().toList());
        assertThat(Split.randomSplit(numbered(5, 15), 3, 7, 3).getFirst().numbers())
                .isEqualTo(parts.getFirst().numbers());
        assertThat(Split.randomSplit(numbered(0, 10), 4, 7, 3).getFirst().numbers())
                .isNotEqualTo(parts.getFirst().numbers());
    }

    /// As `torch.utils.data.random_split` with fractions.
    @Test
    void fractionsLeaveTheRestToTheFirstParts() {
        assertThat(Split.randomSplit(numbered(0, 10), 1, 0.33, 0.33, 0.34))
                .extracting(Subset::size)
                .containsExactly(4, 3, 3);
        assertThat(Split.randomSplit(numbered(0, 11), 1, 0.5, 0.25, 0.25))
                .extracting(Subset::size)
                .containsExactly(6, 3, 2);
        assertThatThrownBy(() -> Split.randomSplit(numbered(0, 10), 1, 0.5, 0.4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("randomSplit: the fractions [0.5, 0.4] add up to 0.9, not to 1");
        assertThatThrownBy(() -> Split.randomSplit(numbered(0, 10), 1, 1.5, -0.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Split.randomSplit(numbered(0, 10), 1, 5, 4))
                .hasMessage("randomSplit: the lengths [5, 4] add up to 9; the data set has 10 examples");
        assertThatThrownBy(() -> Split.randomSplit(numbered(0, 10), 1, 11, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dataSetsComeOneAfterAnother() {
        ConcatDataset<Tensor, LongTensor> all =
                new ConcatDataset<>(List.of(numbered(0, 3), numbered(3, 3), numbered(3, 5), numbered(5, 9)));
        assertThat(all.size()).isEqualTo(9);
        for (int i = 0; i < 9; i++) {
            assertThat(targets(all, i)).containsExactly(i);
        }
        Batch<Tensor, LongTensor> batch = all.get(LongTensor.of(8, 0, 1, 4, 3, 5, 2));
        assertThat(batch.targets().toArray()).containsExactly(8, 0, 1, 4, 3, 5, 2);
        assertThat(batch.inputs().toArray()).containsExactly(8, 0, 1, 4, 3, 5, 2);
        assertThat(batch.size()).isEqualTo(7);
        assertThat(all.get(LongTensor.of()).size()).isZero();
        assertThatThrownBy(() -> targets(all, 9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new ConcatDataset<>(List.<Dataset<Tensor, LongTensor>>of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsOfTensorsAreJoinedColumnByColumn() {
        TensorDataset<List<Tensor>, LongTensor> part =
                new TensorDataset<>(Rows.of(List.of(Tensor.of(1, 2), Tensor.of(3, 4))), Rows.of(LongTensor.of(5, 6)));
        Batch<List<Tensor>, LongTensor> batch = new ConcatDataset<>(List.of(part, part)).get(LongTensor.of(1, 2));
        assertThat(batch.inputs().get(0).toArray()).containsExactly(2, 1);
        assertThat(batch.inputs().get(1).toArray()).containsExactly(4, 3);
        ConcatDataset<Integer, LongTensor> unknown = new ConcatDataset<>(List.of(EPOCHS, EPOCHS));
        assertThat(unknown.get(LongTensor.of(1), 7).inputs()).isEqualTo(7);
        assertThatThrownBy(() -> unknown.get(LongTensor.of(1, 5)))
                .hasMessage("batches of a java.lang.Integer cannot be joined; give a Collate that does it");
    }

    private static ExampleSource<Example<Tensor, Long>> squares(int broken) {
        return new ExampleSource<>() {
            @Override
            public int size() {
                return 6;
            }

            @Override
            public Example<Tensor, Long> get(int number) throws IOException {
                if (number == broken) {
                    throw new IOException("file " + number + " is gone");
                }
                return new Example<>(Tensor.of(number, number * number), (long) number);
            }
        };
    }

    @Test
    void examplesAreCollated() {
        CollatedDataset<Example<Tensor, Long>, Tensor, LongTensor> dataset =
                new CollatedDataset<>(squares(-1), Collate.labels());
        Batch<Tensor, LongTensor> batch = dataset.get(LongTensor.of(3, 1));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(batch.inputs().toArray()).containsExactly(3, 9, 1, 1);
        assertThat(batch.targets().toArray()).containsExactly(3, 1);
        Batch<Tensor, Tensor> numbers = Collate.numbers()
                .collate(List.of(new Example<>(Tensor.of(1), Tensor.of(2)), new Example<>(Tensor.of(3), Tensor.of(4))));
        assertThat(numbers.targets().toArray()).containsExactly(2, 4);
        assertThatThrownBy(() -> Collate.numbers()
                        .collate(List.of(
                                new Example<>(Tensor.of(1), Tensor.of(2)),
                                new Example<>(Tensor.of(3, 3), Tensor.of(4)))))
                .isInstanceOf(ShapeMismatchException.class);
    }

    /// Padding to the longest is the classical use of a collate function of one's own.
    @Test
    void aCollateOfOnesOwnMayPad() {
        ExampleSource<int[]> words = new ExampleSource<>() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public int[] get(int number) {
                return new int[number + 1];
            }
        };
        CollatedDataset<int[], LongTensor, LongTensor> padded = new CollatedDataset<>(words, examples -> {
            int longest = examples.stream().mapToInt(word -> word.length).max().orElse(0);
            return new Batch<>(
                    LongTensor.zeros(examples.size(), longest),
                    LongTensor.of(
                            examples.stream().mapToLong(word -> word.length).toArray()),
                    examples.size());
        });
        Batch<LongTensor, LongTensor> batch =
                new DataLoader<>(padded, 2).withWorkers(1).iterator().next();
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 2));
        assertThat(batch.targets().toArray()).containsExactly(1, 2);
    }

    @Test
    void theExampleThatCannotBeReadIsNamed() {
        for (int workers = 0; workers < 2; workers++) {
            DataLoader<Tensor, LongTensor> loader =
                    new DataLoader<>(new CollatedDataset<>(squares(4), Collate.labels()), 6).withWorkers(workers);
            assertThatThrownBy(() -> loader.iterator().next())
                    .isInstanceOf(DataLoadingException.class)
                    .hasMessage("epoch 0, batch 0: example 4 cannot be loaded: file 4 is gone");
        }
    }
}
