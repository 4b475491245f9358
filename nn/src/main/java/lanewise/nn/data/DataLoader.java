package lanewise.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import lanewise.autograd.LongTensor;
import lanewise.engine.Generator;

/// Goes through a data set in batches, once per epoch.
///
/// ```java
/// var loader = new DataLoader<>(dataset, 64).withShuffle(42);
/// for (int epoch = 0; epoch < 10; epoch++) {
///     for (var batch : loader.epoch(epoch)) {
///         ...
///     }
/// }
/// ```
///
/// Without shuffling the examples come in the data set's order. With it, the order of an epoch depends on the seed,
/// the epoch's number and the size of the data set alone: it is the [permutation][Generator#permutation(int)] that
/// a generator of that seed draws from position `epoch * 2^32` on. So a run that is resumed at epoch 7 sees what
/// the uninterrupted one saw there. Immutable, except for the number of the epoch that [#iterator()] starts next.
///
/// @param <T> the targets' type
public final class DataLoader<T> implements Iterable<Batch<T>> {
    private final Dataset<T> dataset;
    private final int batchSize;
    private final boolean shuffle;
    private final long seed;
    private final boolean dropLast;
    private int nextEpoch;

    /// Batches of `batchSize` in the data set's order, the last one smaller where the size does not divide.
    ///
    /// @throws IllegalArgumentException if the batch size is less than 1
    public DataLoader(Dataset<T> dataset, int batchSize) {
        this(dataset, batchSize, false, 0, false);
    }

    private DataLoader(Dataset<T> dataset, int batchSize, boolean shuffle, long seed, boolean dropLast) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("DataLoader: batchSize must be at least 1, not " + batchSize);
        }
        this.dataset = dataset;
        this.batchSize = batchSize;
        this.shuffle = shuffle;
        this.seed = seed;
        this.dropLast = dropLast;
    }

    /// The same, but each epoch in a random order of its own.
    public DataLoader<T> withShuffle(long seed) {
        return new DataLoader<>(dataset, batchSize, true, seed, dropLast);
    }

    /// The same, but `true` leaves out a last batch that is not full.
    public DataLoader<T> withDropLast(boolean dropLast) {
        return new DataLoader<>(dataset, batchSize, shuffle, seed, dropLast);
    }

    /// The number of batches in an epoch.
    public int batches() {
        int full = dataset.size() / batchSize;
        return dropLast || full * batchSize == dataset.size() ? full : full + 1;
    }

    /// The batches of one epoch.
    ///
    /// @param epoch its number, from 0
    /// @throws IllegalArgumentException if the number is negative
    public Iterable<Batch<T>> epoch(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("DataLoader: an epoch's number must be at least 0, not " + epoch);
        }
        return () -> new Batches(epoch);
    }

    /// The batches of the next epoch: the first call gives epoch 0.
    @Override
    public Iterator<Batch<T>> iterator() {
        return new Batches(nextEpoch++);
    }

    /// The numbers of the examples in the order of an epoch.
    private long[] order(int epoch) {
        int size = dataset.size();
        if (!shuffle) {
            return LongStream.range(0, size).toArray();
        }
        Generator generator = new Generator(seed);
        generator.setState(new Generator.State(seed, (long) epoch << Integer.SIZE));
        return Arrays.stream(generator.permutation(size)).asLongStream().toArray();
    }

    private final class Batches implements Iterator<Batch<T>> {
        private final long[] order;
        private int next;

        Batches(int epoch) {
            order = order(epoch);
        }

        @Override
        public boolean hasNext() {
            return next < batches();
        }

        @Override
        public Batch<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the epoch has " + batches() + " batches");
            }
            int from = next++ * batchSize;
            int size = Math.min(batchSize, order.length - from);
            long[] numbers = new long[size];
            System.arraycopy(order, from, numbers, 0, size);
            return dataset.get(LongTensor.of(numbers));
        }
    }
}
