package lanewise.nn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;

/// Batches of examples that are made one at a time, as with PyTorch's `collate_fn`:
///
/// ```java
/// var dataset = new CollatedDataset<>(sentences, examples -> new Batch<>(padded(examples), labels(examples),
///         examples.size()));
/// ```
///
/// @param <E> the type of an example
/// @param <I> the type of a batch's inputs
/// @param <T> the type of a batch's targets
public final class CollatedDataset<E, I, T> implements Dataset<I, T> {
    private final ExampleSource<E> source;
    private final Collate<E, I, T> collate;

    /// The examples of `source`, put together by `collate`.
    public CollatedDataset(ExampleSource<E> source, Collate<E, I, T> collate) {
        this.source = source;
        this.collate = collate;
    }

    @Override
    public int size() {
        return source.size();
    }

    /// {@inheritDoc}
    ///
    /// @throws UncheckedIOException if an example cannot be read
    @Override
    public Batch<I, T> get(LongTensor numbers) {
        List<E> examples = new ArrayList<>();
        for (int number : indices(numbers)) {
            try {
                examples.add(source.get(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        return collate.collate(examples);
    }
}
