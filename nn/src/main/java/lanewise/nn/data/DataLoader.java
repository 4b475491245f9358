package lanewise.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import lanewise.autograd.LongTensor;
import lanewise.engine.Generator;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.engine.io.Stateful;
import org.jspecify.annotations.Nullable;

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
/// the uninterrupted one saw there.
///
/// A run that is broken off in the middle of an epoch saves [#stateDict()]. In the loader that it is loaded into,
/// the first pass over that epoch consists of the batches that were left:
///
/// ```java
/// for (int epoch = savedEpoch; epoch < 10; epoch++) {
///     for (var batch : loader.epoch(epoch)) { // at first the rest of it
/// ```
///
/// @param <T> the targets' type
public final class DataLoader<T> implements Iterable<Batch<T>>, Stateful {
    private final Dataset<T> dataset;
    private final int batchSize;
    private final boolean shuffle;
    private final boolean dropLast;
    private long seed;

    /// The place that the latest pass has come to: how many batches of which epoch have been given out.
    private int epoch;

    private int batch;

    /// The pass that moves the place on. None before the first, at the end of an epoch, and after a state has been
    /// loaded: then the next pass begins at the place.
    private @Nullable Batches latest;

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

    /// The batches of one epoch; after [#loadStateDict], at first those that were left of it.
    ///
    /// @param epoch its number, from 0
    /// @throws IllegalArgumentException if the number is negative
    public Iterable<Batch<T>> epoch(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("DataLoader: an epoch's number must be at least 0, not " + epoch);
        }
        return () -> begin(epoch);
    }

    /// The batches of the epoch after that of the latest pass: the first call gives epoch 0. After [#loadStateDict]
    /// those that were left.
    @Override
    public Iterator<Batch<T>> iterator() {
        return begin(latest == null ? epoch : epoch + 1);
    }

    /// The place that the latest pass has come to, the seed, and what an epoch's batches depend on besides.
    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("epoch", epoch)
                .put("batch", batch)
                .put("seed", seed)
                .put("shuffle", shuffle)
                .put("examples", dataset.size())
                .put("batch_size", batchSize)
                .put("drop_last", dropLast);
    }

    /// Goes on where the state was taken, in the same order: the seed is taken over.
    ///
    /// @throws lanewise.engine.io.StateDictException if the state is of a loader that makes other batches: the size
    ///     of the data set, the batch size, and whether it shuffles and drops must be the same
    @Override
    public void loadStateDict(StateDict state) {
        checkStateDict(state);
        seed = state.integer("seed");
        epoch = (int) state.integer("epoch");
        batch = (int) state.integer("batch");
        latest = null;
    }

    @Override
    public void checkStateDict(StateDict state) {
        List<String> misfits = new ArrayList<>();
        compare("shuffle", state.flag("shuffle"), shuffle, misfits);
        compare("examples", state.integer("examples"), (long) dataset.size(), misfits);
        compare("batch_size", state.integer("batch_size"), (long) batchSize, misfits);
        compare("drop_last", state.flag("drop_last"), dropLast, misfits);
        checkRange("epoch", state.integer("epoch"), Integer.MAX_VALUE, misfits);
        if (misfits.isEmpty()) {
            checkRange("batch", state.integer("batch"), batches(), misfits);
        }
        state.integer("seed");
        if (!misfits.isEmpty()) {
            throw new StateDictException("the state does not fit the DataLoader: " + String.join(", ", misfits));
        }
    }

    private static void compare(String key, Object theirs, Object mine, List<String> misfits) {
        if (!theirs.equals(mine)) {
            misfits.add(key + " is " + theirs + ", not " + mine);
        }
    }

    private static void checkRange(String key, long value, int last, List<String> misfits) {
        if (value < 0 || value > last) {
            misfits.add(key + " is " + value + ", not from 0 to " + last);
        }
    }

    private Batches begin(int started) {
        boolean goesOn = latest == null && started == epoch;
        epoch = started;
        batch = goesOn ? batch : 0;
        Batches pass = new Batches(order(epoch), batch);
        latest = pass;
        return pass;
    }

    private void moveOn(Batches pass, int given) {
        if (pass == latest) {
            batch = given;
        }
    }

    private void end(Batches pass) {
        if (pass == latest) {
            epoch++;
            batch = 0;
            latest = null;
        }
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

        Batches(long[] order, int next) {
            this.order = order;
            this.next = next;
        }

        @Override
        public boolean hasNext() {
            boolean more = next < batches();
            if (!more) {
                end(this);
            }
            return more;
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
            moveOn(this, next);
            return dataset.get(LongTensor.of(numbers));
        }
    }
}
