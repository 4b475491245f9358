package lanewise.nn.data;

import java.util.Arrays;
import java.util.Objects;
import lanewise.autograd.LongTensor;

/// Some examples of a data set, under numbers of their own.
///
/// @param <I> the inputs' type
/// @param <T> the targets' type
public final class Subset<I, T> implements Dataset<I, T> {
    private final Dataset<I, T> dataset;
    private final int[] numbers;

    /// @param numbers those of the examples in `dataset`, in this order; copied
    /// @throws IndexOutOfBoundsException if there is no such example
    public Subset(Dataset<I, T> dataset, int... numbers) {
        this.dataset = dataset;
        this.numbers = numbers.clone();
        for (int number : numbers) {
            Objects.checkIndex(number, dataset.size());
        }
    }

    /// The whole data set.
    public Dataset<I, T> dataset() {
        return dataset;
    }

    /// The numbers of the examples in [#dataset()]. A copy.
    public int[] numbers() {
        return numbers.clone();
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public Batch<I, T> get(LongTensor numbers) {
        return dataset.get(whole(numbers));
    }

    @Override
    public Batch<I, T> get(LongTensor numbers, int epoch) {
        return dataset.get(whole(numbers), epoch);
    }

    private LongTensor whole(LongTensor mine) {
        int[] checked = indices(mine);
        return LongTensor.of(Arrays.stream(checked).mapToLong(i -> numbers[i]).toArray());
    }
}
