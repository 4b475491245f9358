package lanewise.nn.data;

import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads that load batches ahead. They begin when there is something to load and end when for a second there
/// was nothing, so that whoever leaves a loop early, by `break` or an exception, need not close anything: a pass
/// that nobody asks for its next batch has at most [#ahead()] of them loaded.
final class LoadingThreads {
    private static final long IDLE_MILLISECONDS = 1000;
    private static final int AHEAD_FOR_EACH = 2;

    private final int count;
    private final ThreadPoolExecutor threads;

    LoadingThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("DataLoader: there must be at least 0 workers, not " + count);
        }
        this.count = count;
        threads = new ThreadPoolExecutor(
                count, count, IDLE_MILLISECONDS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "lanewise-data-loader");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    int count() {
        return count;
    }

    /// How many batches of a pass are loaded before they are asked for.
    int ahead() {
        return AHEAD_FOR_EACH * count;
    }

    <X> Future<X> submit(Callable<X> task) {
        return threads.submit(task);
    }
}
