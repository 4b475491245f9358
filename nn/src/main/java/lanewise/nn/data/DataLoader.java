package lanewise.nn.data;

import java.util.Iterator;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.Stateful;
import org.jspecify.annotations.Nullable;

/// Goes through a data set in batches, once per epoch.
///
/// ```java
/// var loader = new DataLoader<>(dataset, 64).withShuffle(42).withWorkers(2);
/// for (int epoch = 0; epoch < 10; epoch++) {
///     for (var batch : loader.epoch(epoch)) {
///         ...
///     }
/// }
/// ```
///
/// Without shuffling the examples come in the data set's order. With it, the order of an epoch depends on the seed,
/// the epoch's number and the size of the data set alone; see [RandomSampler]. So a run that is resumed at epoch 7
/// sees what the uninterrupted one saw there. Other orders come from a [Sampler] or [BatchSampler].
///
/// Without workers a batch is loaded by the thread that asks for it, and its memory belongs to that thread's open
/// [lanewise.engine.Workspace], if there is one. With workers the next batches, two for each, are loaded while the
/// caller computes; they are the same, bit for bit, and in the same order, and their memory belongs to nobody. A
/// loop may be left at any time: the threads end by themselves when there is nothing to load for a second, and they
/// hold no program back from ending.
///
/// What a data set throws reaches the caller as a [DataLoadingException], which names the example; the batch counts
/// as not given out.
///
/// A run that is broken off in the middle of an epoch saves [#stateDict()]. In the loader that it is loaded into,
/// the first pass over that epoch consists of the batches that were left:
///
/// ```java
/// for (int epoch = savedEpoch; epoch < 10; epoch++) {
///     for (var batch : loader.epoch(epoch)) { // at first the rest of it
/// ```
///
/// @param <I> the inputs' type
/// @param <T> the targets' type
public final class DataLoader<I, T> implements Iterable<Batch<I, T>>, Stateful {
    private final Dataset<I, T> dataset;
    private final @Nullable LoadingThreads threads;
    private BatchSampler batches;

    /// The place that the latest pass has come to: how many batches of which epoch have been given out.
    private int epoch;

    private int batch;

    /// The pass that moves the place on. None before the first, at the end of an epoch, and after a state has been
    /// loaded: then the next pass begins at the place.
    private @Nullable Pass<I, T> latest;

    /// Batches of `batchSize` in the data set's order, the last one smaller where the size does not divide.
    ///
    /// @throws IllegalArgumentException if the batch size is less than 1
    public DataLoader(Dataset<I, T> dataset, int batchSize) {
        this(dataset, BatchSampler.of(new SequentialSampler(dataset.size()), batchSize, false));
    }

    /// The batches that `batches` says.
    public DataLoader(Dataset<I, T> dataset, BatchSampler batches) {
        this(dataset, batches, null);
    }

    private DataLoader(Dataset<I, T> dataset, BatchSampler batches, @Nullable LoadingThreads threads) {
        this.dataset = dataset;
        this.batches = batches;
        this.threads = threads;
    }

    /// The same, but each epoch in a random order of its own.
    ///
    /// @throws IllegalStateException if a batch sampler was given
    public DataLoader<I, T> withShuffle(long seed) {
        return withSampler(new RandomSampler(dataset.size(), seed));
    }

    /// The same, but in the order that `sampler` says.
    ///
    /// @throws IllegalStateException if a batch sampler was given
    public DataLoader<I, T> withSampler(Sampler sampler) {
        FixedSizeBatches fixed = fixedSize("sampler");
        return with(new FixedSizeBatches(sampler, fixed.batchSize(), fixed.dropLast()));
    }

    /// The same, but `true` leaves out a last batch that is not full.
    ///
    /// @throws IllegalStateException if a batch sampler was given
    public DataLoader<I, T> withDropLast(boolean dropLast) {
        FixedSizeBatches fixed = fixedSize("dropLast");
        return with(new FixedSizeBatches(fixed.sampler(), fixed.batchSize(), dropLast));
    }

    /// The same, but with so many threads that load batches ahead; with 0, the one that asks loads.
    ///
    /// @throws IllegalArgumentException if the number is negative
    public DataLoader<I, T> withWorkers(int workers) {
        return new DataLoader<>(dataset, batches, workers == 0 ? null : new LoadingThreads(workers));
    }

    private DataLoader<I, T> with(BatchSampler changed) {
        return new DataLoader<>(dataset, changed, threads == null ? null : new LoadingThreads(threads.count()));
    }

    private FixedSizeBatches fixedSize(String option) {
        if (batches instanceof FixedSizeBatches fixed) {
            return fixed;
        }
        throw new IllegalStateException(
                "DataLoader: " + option + " cannot be set beside a batch sampler, which decides that itself");
    }

    /// The data set.
    public Dataset<I, T> dataset() {
        return dataset;
    }

    /// The number of batches in an epoch.
    public int batches() {
        return batches.size();
    }

    /// The batches of one epoch; after [#loadStateDict], at first those that were left of it.
    ///
    /// @param epoch its number, from 0
    /// @throws IllegalArgumentException if the number is negative
    public Iterable<Batch<I, T>> epoch(int epoch) {
        checkEpoch(epoch);
        return () -> begin(epoch);
    }

    private static void checkEpoch(int epoch) {
        if (epoch < 0) {
            throw new IllegalArgumentException("DataLoader: an epoch's number must be at least 0, not " + epoch);
        }
    }

    /// All batches of one epoch, beside the pass that is going on: the place stays as it is, whatever is taken of
    /// them. For an evaluation on the examples that are being learned.
    ///
    /// @param epoch its number, from 0
    /// @throws IllegalArgumentException if the number is negative
    public Iterable<Batch<I, T>> beside(int epoch) {
        checkEpoch(epoch);
        return () -> new Pass<>(dataset, epoch, batches.batches(epoch), 0, threads, new Pass.Progress<>() {
            @Override
            public void given(Pass<I, T> pass, int count) {}

            @Override
            public void ended(Pass<I, T> pass) {}
        });
    }

    /// The batches of the epoch after that of the latest pass: the first call gives epoch 0. After [#loadStateDict]
    /// those that were left.
    @Override
    public Iterator<Batch<I, T>> iterator() {
        return begin(latest == null ? epoch : epoch + 1);
    }

    /// The place that the latest pass has come to, and what an epoch's batches depend on. Batches that were loaded
    /// ahead, but not asked for, do not count.
    @Override
    public StateDict stateDict() {
        return new StateDict()
                .put("epoch", epoch)
                .put("batch", batch)
                .put("examples", dataset.size())
                .put("batches", batches.stateDict());
    }

    /// Goes on where the state was taken, in the same order: the seed is taken over.
    ///
    /// @throws lanewise.engine.io.StateDictException if the state is of a loader that makes other batches: all but
    ///     the seed and the workers must be the same
    @Override
    public void loadStateDict(StateDict state) {
        batches = checked(state);
        epoch = (int) state.integer("epoch");
        batch = (int) state.integer("batch");
        latest = null;
    }

    @Override
    public void checkStateDict(StateDict state) {
        checked(state);
    }

    private BatchSampler checked(StateDict state) {
        new Agreement("DataLoader")
                .same("examples", state.integer("examples"), dataset.size())
                .within("epoch", state.integer("epoch"), Integer.MAX_VALUE)
                .check();
        BatchSampler theirs = batches.restored(state.dict("batches"));
        new Agreement("DataLoader")
                .within("batch", state.integer("batch"), theirs.size())
                .check();
        return theirs;
    }

    private Pass<I, T> begin(int started) {
        boolean goesOn = latest == null && started == epoch;
        int from = goesOn ? batch : 0;
        Pass<I, T> pass = new Pass<>(dataset, started, batches.batches(started), from, threads, new Place());
        epoch = started;
        batch = from;
        latest = pass;
        return pass;
    }

    private final class Place implements Pass.Progress<I, T> {
        @Override
        public void given(Pass<I, T> pass, int count) {
            if (pass == latest) {
                batch = count;
            }
        }

        @Override
        public void ended(Pass<I, T> pass) {
            if (pass == latest) {
                epoch++;
                batch = 0;
                latest = null;
            }
        }
    }
}
