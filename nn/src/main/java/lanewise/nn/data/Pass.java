package lanewise.nn.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import org.jspecify.annotations.Nullable;

/// One way through an epoch's batches. With threads, the next batches are loaded while the caller computes with
/// this one; they come in the same order, and are the same, as without.
///
/// A batch that cannot be loaded is not skipped: asked again, the pass tries it again.
final class Pass<I, T> implements Iterator<Batch<I, T>> {
    private final Dataset<I, T> dataset;
    private final int epoch;
    private final List<int[]> batches;
    private final @Nullable LoadingThreads threads;
    private final Progress<I, T> progress;

    /// What is being loaded: the batches from `next` on.
    private final Deque<Future<Batch<I, T>>> loading = new ArrayDeque<>();

    private int next;

    /// Is told how far the pass has come.
    interface Progress<I, T> {
        /// So many of the epoch's batches have been given out.
        void given(Pass<I, T> pass, int count);

        void ended(Pass<I, T> pass);
    }

    Pass(
            Dataset<I, T> dataset,
            int epoch,
            List<int[]> batches,
            int next,
            @Nullable LoadingThreads threads,
            Progress<I, T> progress) {
        this.dataset = dataset;
        this.epoch = epoch;
        this.batches = batches;
        this.next = next;
        this.threads = threads;
        this.progress = progress;
        loadAhead();
    }

    @Override
    public boolean hasNext() {
        boolean more = next < batches.size();
        if (!more) {
            progress.ended(this);
        }
        return more;
    }

    @Override
    public Batch<I, T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch has " + batches.size() + " batches");
        }
        loadAhead();
        Future<Batch<I, T>> first = loading.peek();
        Batch<I, T> batch = first == null ? load(next) : await(first);
        loading.poll();
        next++;
        progress.given(this, next);
        loadAhead();
        return batch;
    }

    private void loadAhead() {
        if (threads == null) {
            return;
        }
        while (loading.size() < threads.ahead() && next + loading.size() < batches.size()) {
            int number = next + loading.size();
            loading.add(threads.submit(() -> load(number)));
        }
    }

    private Batch<I, T> await(Future<Batch<I, T>> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            loading.poll();
            loading.forEach(later -> later.cancel(false));
            loading.clear();
            Throwable cause = e.getCause();
            if (cause instanceof Error error) {
                throw error;
            } else if (cause instanceof DataLoadingException problem) {
                throw problem;
            }
            throw new IllegalStateException(cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "DataLoader: interrupted while batch " + next + " of epoch " + epoch + " was being loaded", e);
        }
    }

    private Batch<I, T> load(int number) {
        int[] examples = batches.get(number);
        try {
            return get(examples);
        } catch (RuntimeException e) {
            throw new DataLoadingException(epoch, number, firstBroken(examples), e);
        }
    }

    private Batch<I, T> get(int... examples) {
        return dataset.get(LongTensor.of(IntStream.of(examples).asLongStream().toArray()), epoch);
    }

    /// Tries them one by one, since an exception does not say which it was.
    private int firstBroken(int[] examples) {
        for (int example : examples) {
            try {
                get(example);
            } catch (RuntimeException e) {
                return example;
            }
        }
        return -1;
    }
}
