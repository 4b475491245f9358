package lanewise.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.LongTensor;

/// Several data sets one after another.
///
/// @param <I> the inputs' type
/// @param <T> the targets' type
public final class ConcatDataset<I, T> implements Dataset<I, T> {
    private final List<Dataset<I, T>> parts;
    private final Collate<Batch<I, T>, I, T> collate;

    /// The number of the first example behind each part.
    private final int[] ends;

    /// Of data sets whose batches are tensors, or lists of tensors.
    ///
    /// @throws IllegalArgumentException if there is none
    /// @throws ArithmeticException if there are more examples than an `int` counts
    public ConcatDataset(List<? extends Dataset<I, T>> parts) {
        this(parts, Collate.batches());
    }

    /// @param collate puts batches together
    /// @throws IllegalArgumentException if there is none
    /// @throws ArithmeticException if there are more examples than an `int` counts
    public ConcatDataset(List<? extends Dataset<I, T>> parts, Collate<Batch<I, T>, I, T> collate) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("ConcatDataset: at least one data set is needed");
        }
        this.parts = List.copyOf(parts);
        this.collate = collate;
        ends = new int[parts.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end = Math.addExact(end, parts.get(i).size());
            ends[i] = end;
        }
    }

    @Override
    public int size() {
        return ends[ends.length - 1];
    }

    @Override
    public Batch<I, T> get(LongTensor numbers) {
        return get(numbers, 0);
    }

    /// One request a run of examples that lie in one part.
    @Override
    public Batch<I, T> get(LongTensor numbers, int epoch) {
        int[] checked = indices(numbers);
        if (checked.length == 0) {
            return parts.getFirst().get(numbers, epoch);
        }
        List<Batch<I, T>> pieces = new ArrayList<>();
        int from = 0;
        while (from < checked.length) {
            int part = partOf(checked[from]);
            int to = from + 1;
            while (to < checked.length && partOf(checked[to]) == part) {
                to++;
            }
            int start = part == 0 ? 0 : ends[part - 1];
            long[] inPart = Arrays.stream(checked, from, to)
                    .mapToLong(number -> number - start)
                    .toArray();
            pieces.add(parts.get(part).get(LongTensor.of(inPart), epoch));
            from = to;
        }
        return pieces.size() == 1 ? pieces.getFirst() : collate.collate(pieces);
    }

    private int partOf(int number) {
        int found = Arrays.binarySearch(ends, number + 1);
        int part = found < 0 ? -found - 1 : found;
        while (part > 0 && ends[part - 1] == ends[part]) { // an empty part ends where the one before it does
            part--;
        }
        return part;
    }
}
