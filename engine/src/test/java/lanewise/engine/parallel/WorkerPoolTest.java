package lanewise.engine.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can go wrong in a pool, on pools of the test's own.
class WorkerPoolTest {
    private final WorkerPool pool = new WorkerPool(3);

    @AfterEach
    void retire() {
        pool.setThreads(1);
        assertThat(pool.size()).isZero();
    }

    @Test
    void theLongestRangeIsDivided() {
        AtomicLong sum = new AtomicLong();
        AtomicInteger parts = new AtomicInteger();
        pool.run(Integer.MAX_VALUE, 1 << 13, (from, to) -> {
            assertThat(from % (1 << 13)).isZero();
            sum.addAndGet(to - from);
            parts.incrementAndGet();
        });
        assertThat(sum).hasValue(Integer.MAX_VALUE);
        assertThat(parts).hasValue(3);
        pool.run(Integer.MAX_VALUE, Integer.MAX_VALUE - 1, (from, to) -> sum.addAndGet(to - from));
        assertThat(sum).hasValue(2L * Integer.MAX_VALUE);
    }

    @Test
    void refusesAGrainOfNothing() {
        assertThatThrownBy(() -> pool.run(10, 0, (from, to) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grain is 0; it must be at least 1");
    }

    /// Errors of the virtual machine too.
    @Test
    void anyThrowableLeavesThePoolWhole() {
        for (Throwable failure : new Throwable[] {
            new StackOverflowError(), new OutOfMemoryError(), new Exception("checked"), new ThreadInterruption()
        }) {
            for (int failing = 0; failing < 3; failing++) {
                int part = failing;
                assertThatThrownBy(() -> pool.run(3, 1, (from, to) -> {
                            if (from == part) {
                                WorkerPoolTest.<RuntimeException>raise(failure);
                            }
                        }))
                        .isSameAs(failure);
                assertIsWhole();
            }
        }
    }

    @Test
    void ofSeveralFailuresTheFirstPartsIsReported() {
        assertThatThrownBy(() -> pool.run(3, 1, (from, to) -> {
                    throw new IllegalStateException("part " + from);
                }))
                .hasMessage("part 0");
        assertThatThrownBy(() -> pool.run(3, 1, (from, to) -> {
                    if (from > 0) {
                        throw new IllegalStateException("part " + from);
                    }
                }))
                .hasMessage("part 1");
    }

    @Test
    void aTaskThatOverflowsItsStackLeavesThePoolWhole() {
        for (int round = 0; round < 20; round++) {
            assertThatThrownBy(() -> pool.run(3, 1, (from, to) -> endlessly(from)))
                    .isInstanceOf(StackOverflowError.class);
            assertIsWhole();
        }
    }

    /// Wherever the stack ends: each of the deepest frames makes a call of its own.
    @Test
    void aCallAtTheEndOfTheStackLeavesThePoolWhole() throws InterruptedException {
        AtomicInteger refused = new AtomicInteger();
        for (int round = 0; round < 20; round++) {
            Thread diver = new Thread(null, () -> dive(new int[1], refused), "diver", 1 << 18);
            diver.start();
            diver.join();
            assertIsWhole();
        }
        assertThat(refused.get()).isPositive();
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private int dive(int[] callsOnTheWayUp, AtomicInteger refused) {
        int depth = 0;
        try {
            depth = dive(callsOnTheWayUp, refused) + 1;
        } catch (StackOverflowError e) {
            // the deepest
        }
        if (callsOnTheWayUp[0] < 300) {
            callsOnTheWayUp[0]++;
            try {
                pool.run(3, 1, (from, to) -> {});
            } catch (StackOverflowError e) {
                refused.incrementAndGet();
            }
        }
        return depth;
    }

    /// It sleeps while the worker is at work, flag or not, and has its flag afterwards.
    @Test
    void anInterruptedCallerWaitsAsleepAndStaysInterrupted() {
        WorkerPool two = new WorkerPool(2);
        Thread caller = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger sleeping = new AtomicInteger();
        caller.interrupt();
        two.run(2, 1, (from, to) -> {
            if (Thread.currentThread() == caller) {
                assertThat(caller.isInterrupted()).isTrue();
                awaitUninterrupted(begun);
            } else {
                begun.countDown();
                long end = System.nanoTime() + 10_000_000_000L;
                while (sleeping.get() < 50 && System.nanoTime() < end) {
                    LockSupport.parkNanos(1_000_000);
                    sleeping.addAndGet(caller.getState() == Thread.State.WAITING ? 1 : 0);
                }
            }
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sleeping.get()).isGreaterThanOrEqualTo(50);
        two.setThreads(1);
    }

    @Test
    void aTaskThatInterruptsItsWorkerLeavesItAbleToSleep() throws InterruptedException {
        Set<Thread> helpers = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        for (int round = 0; round < 50 || helpers.isEmpty(); round++) {
            pool.run(3, 1, (from, to) -> {
                if (Thread.currentThread() != caller) {
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    helpers.add(Thread.currentThread());
                    Thread.currentThread().interrupt();
                }
                LockSupport.parkNanos(1_000_000); // so that the workers have their share
            });
        }
        Thread.interrupted();
        for (Thread helper : helpers) {
            awaitState(helper, Thread.State.WAITING);
            helper.interrupt();
            Thread.sleep(5);
            awaitState(helper, Thread.State.WAITING);
        }
    }

    @Test
    void threadsMayBeSetFromInsideATask() {
        for (int count : new int[] {1, 2, 5, 1, 3}) {
            AtomicInteger sum = new AtomicInteger();
            pool.run(30, 1, (from, to) -> {
                pool.setThreads(count);
                sum.addAndGet(to - from);
            });
            assertThat(sum).hasValue(30);
            assertThat(pool.threads()).isEqualTo(count);
            assertThat(pool.size()).isLessThan(count);
        }
        assertIsWhole();
    }

    @Test
    void threadsMayBeSetWhileAnotherThreadsCallRuns() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicInteger sum = new AtomicInteger();
        Thread user = new Thread(() -> pool.run(30, 1, (from, to) -> {
            running.countDown();
            awaitUninterrupted(mayEnd);
            sum.addAndGet(to - from);
        }));
        user.start();
        running.await();
        pool.setThreads(2); // returns while the other call goes on
        assertThat(sum).hasValue(0);
        pool.run(5, 1, (from, to) -> sum.addAndGet(to - from));
        assertThat(sum).hasValue(5);
        mayEnd.countDown();
        user.join();
        assertThat(sum).hasValue(35);
        assertThat(pool.size()).isLessThan(2);
    }

    /// Until the system has threads again.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void withoutThreadsToBeHadFewerDoTheWork(int available) {
        WorkerPool poor = new WorkerPool(6) {
            @Override
            Worker newWorker(int number) {
                return new Worker(this, number) {
                    @Override
                    public void start() {
                        if (number > available) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        super.start();
                    }
                };
            }
        };
        for (int round = 0; round < 3; round++) {
            AtomicInteger sum = new AtomicInteger();
            AtomicInteger parts = new AtomicInteger();
            poor.run(600, 1, (from, to) -> {
                sum.addAndGet(to - from);
                parts.incrementAndGet();
            });
            assertThat(sum).hasValue(600);
            assertThat(parts).hasValue(available + 1);
            assertThat(poor.size()).isEqualTo(available);
        }
        poor.setThreads(1);
    }

    @Test
    void moreThreadsThanProcessorsDoTheWork() {
        pool.setThreads(10 * Runtime.getRuntime().availableProcessors());
        assertThat(pool.isCrowded()).isTrue();
        for (int round = 0; round < 200; round++) {
            assertIsWhole();
        }
    }

    /// The virtual machine itself may remember a thread's last exception, and so that task: a second one takes its
    /// place.
    @Test
    void aSleepingWorkerHoldsNeitherItsTaskNorWhatThatThrew() throws InterruptedException {
        var task = new WeakReference<>(runOnce());
        var failed = failOnEveryThread();
        var failedLast = failOnEveryThread();
        long end = System.nanoTime() + 20_000_000_000L;
        while ((task.get() != null || !failed.isGone()) && System.nanoTime() < end) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(task.get()).isNull();
        assertThat(failed.isGone()).isTrue();
        assertThat(failedLast.thrown).hasSize(pool.threads());
    }

    private RangeTask runOnce() {
        RangeTask task = new Remembered(2_000_000); // so that the workers have their share
        pool.run(300, 1, task);
        return task;
    }

    private record Remembered(long nanos) implements RangeTask {
        @Override
        public void run(int from, int to) {
            LockSupport.parkNanos(nanos);
        }
    }

    private FailedCall failOnEveryThread() {
        var task = new Failing(new CountDownLatch(pool.threads()), ConcurrentHashMap.newKeySet());
        assertThatThrownBy(() -> pool.run(300, 1, task)).isInstanceOf(IllegalStateException.class);
        return new FailedCall(
                new WeakReference<>(task),
                task.thrown.stream().map(WeakReference::new).toList());
    }

    private record FailedCall(WeakReference<RangeTask> task, List<WeakReference<Throwable>> thrown) {
        boolean isGone() {
            return task.get() == null && thrown.stream().allMatch(each -> each.get() == null);
        }
    }

    /// Throws on each of the pool's threads an exception of its own, none before all are at work.
    private record Failing(CountDownLatch begun, Set<Throwable> thrown) implements RangeTask {
        @Override
        public void run(int from, int to) {
            begun.countDown();
            awaitUninterrupted(begun);
            var failure = new IllegalStateException("from " + from);
            thrown.add(failure);
            throw failure;
        }
    }

    private static final class ThreadInterruption extends Error {
        private static final long serialVersionUID = 1;
    }

    /// Divides again, and among as many as before.
    private void assertIsWhole() {
        AtomicInteger sum = new AtomicInteger();
        AtomicInteger parts = new AtomicInteger();
        pool.run(10_000, 1, (from, to) -> {
            sum.addAndGet(to - from);
            parts.incrementAndGet();
        });
        assertThat(sum).hasValue(10_000);
        assertThat(parts).hasValue(pool.threads());
    }

    private static void awaitState(Thread thread, Thread.State state) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (thread.getState() != state && System.nanoTime() < end) {
            Thread.sleep(1);
        }
        assertThat(thread.getState()).isEqualTo(state);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("InfiniteRecursion") // that is the point
    private static int endlessly(int depth) {
        return endlessly(depth + 1) + 1;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as a task may throw whatever it likes
    private static <T extends Throwable> void raise(Throwable failure) throws T {
        throw (T) failure;
    }
}
