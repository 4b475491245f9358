package lanewise.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loader with threads that load ahead. Each data set here says so if it is asked by another thread than it
/// should be.
@Timeout(60)
@Tag("once")
class DataLoaderWorkersTest {
    private static final int SIZE = 103;

    private final TensorDataset<Tensor, LongTensor> examples =
            TensorDataset.of(Tensor.arange(3.0 * SIZE).reshape(SIZE, 3), LongTensor.arange(SIZE));

    /// Wraps the examples: something happens before a batch is loaded.
    private Dataset<Tensor, LongTensor> with(Runnable before) {
        return new Dataset<>() {
            @Override
            public int size() {
                return SIZE;
            }

            @Override
            public Batch<Tensor, LongTensor> get(LongTensor numbers) {
                before.run();
                return examples.get(numbers);
            }
        };
    }

    private static List<List<Float>> contents(Iterable<Batch<Tensor, LongTensor>> epoch) {
        List<List<Float>> contents = new ArrayList<>();
        for (Batch<Tensor, LongTensor> batch : epoch) {
            List<Float> numbers = new ArrayList<>();
            for (float number : batch.inputs().toArray()) {
                numbers.add(number);
            }
            for (long label : batch.targets().toArray()) {
                numbers.add((float) label);
            }
            contents.add(numbers);
        }
        return contents;
    }

    private static long loadingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("lanewise-data-loader"))
                .count();
    }

    private static void awaitNoThreads() throws InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (loadingThreads() > 0 && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(loadingThreads()).isZero();
    }

    @Test
    void givesTheSameBatchesInTheSameOrder() {
        DataLoader<Tensor, LongTensor> alone = new DataLoader<>(examples, 8).withShuffle(1);
        for (int workers = 1; workers <= 4; workers++) {
            AtomicInteger calls = new AtomicInteger();
            // some take longer than others
            DataLoader<Tensor, LongTensor> loader = new DataLoader<>(with(() -> pause(calls.incrementAndGet() % 3)), 8)
                    .withShuffle(1)
                    .withWorkers(workers);
            for (int epoch = 0; epoch < 3; epoch++) {
                assertThat(contents(loader.epoch(epoch))).isEqualTo(contents(alone.epoch(epoch)));
            }
            assertThat(calls).hasValue(3 * loader.batches());
        }
    }

    @Test
    void loadsInOtherThreadsWhatBelongsToNoWorkspace() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        DataLoader<Tensor, LongTensor> loader =
                new DataLoader<>(with(() -> threads.add(Thread.currentThread())), 8).withWorkers(2);
        List<Batch<Tensor, LongTensor>> batches = new ArrayList<>();
        try (Workspace _ = Workspace.open()) {
            loader.forEach(batches::add);
        }
        assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread()).allMatch(Thread::isDaemon);
        assertThat(threads).hasSizeLessThanOrEqualTo(2);
        assertThat(batches.getFirst().inputs().toArray()).startsWith(0, 1, 2, 3);
        assertThat(batches.getLast().targets().array().storage().inWorkspace()).isFalse();
    }

    /// A caller that is never served ahead would wait here for ever.
    @Test
    void loadsWhileTheCallerComputes() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        Iterator<Batch<Tensor, LongTensor>> pass =
                new DataLoader<>(with(third::countDown), 8).withWorkers(1).iterator();
        pass.next();
        third.await();
        assertThat(pass.next().targets().toArray()).startsWith(8L);
    }

    @Test
    void loadsNoMoreThanTwoAheadForEachWorker() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Iterator<Batch<Tensor, LongTensor>> pass =
                new DataLoader<>(with(calls::incrementAndGet), 1).withWorkers(2).iterator();
        pass.next();
        awaitNoThreads();
        assertThat(calls).hasValue(5);
        assertThat(pass.next().targets().toArray()).containsExactly(1);
        awaitNoThreads();
        assertThat(calls).hasValue(6);
    }

    @Test
    void aLoopThatIsLeftLeavesNoThreadBehind() throws InterruptedException {
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(examples, 2).withWorkers(3);
        for (Batch<Tensor, LongTensor> batch : loader.epoch(0)) {
            if (batch.targets().get(0) == 6) {
                break;
            }
        }
        assertThatThrownBy(() -> loader.epoch(1).forEach(_ -> {
                    throw new IllegalStateException("the step fails");
                }))
                .hasMessage("the step fails");
        awaitNoThreads();
        assertThat(contents(loader.epoch(2))).isEqualTo(contents(new DataLoader<>(examples, 2)));
        awaitNoThreads();
    }

    @Test
    void namesTheExampleThatCannotBeLoaded() {
        for (int workers = 0; workers <= 2; workers++) {
            DataLoader<Tensor, LongTensor> loader = new DataLoader<>(broken(41), 8).withWorkers(workers);
            Iterator<Batch<Tensor, LongTensor>> pass = loader.epoch(7).iterator();
            for (int i = 0; i < 5; i++) {
                pass.next();
            }
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(pass::next)
                        .isInstanceOfSatisfying(DataLoadingException.class, e -> {
                            assertThat(e.example()).hasValue(41);
                            assertThat(e.batch()).isEqualTo(5);
                            assertThat(e.epoch()).isEqualTo(7);
                        })
                        .hasMessage("epoch 7, batch 5: example 41 cannot be loaded: no such picture")
                        .hasCauseInstanceOf(IllegalStateException.class);
                assertThat(loader.stateDict().integer("batch")).isEqualTo(5);
            }
        }
    }

    private Dataset<Tensor, LongTensor> broken(long example) {
        return new Dataset<>() {
            @Override
            public int size() {
                return SIZE;
            }

            @Override
            public Batch<Tensor, LongTensor> get(LongTensor numbers) {
                for (long number : numbers.toArray()) {
                    if (number == example) {
                        throw new IllegalStateException("no such picture");
                    }
                }
                return examples.get(numbers);
            }
        };
    }

    @Test
    void saysSoIfEachExampleCanBeLoadedAlone() {
        Dataset<Tensor, LongTensor> single = new Dataset<>() {
            @Override
            public int size() {
                return SIZE;
            }

            @Override
            public Batch<Tensor, LongTensor> get(LongTensor numbers) {
                if (numbers.elements() > 1) {
                    throw new IllegalStateException("sizes differ");
                }
                return examples.get(numbers);
            }
        };
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(single, 4).withWorkers(1);
        assertThatThrownBy(() -> loader.iterator().next())
                .isInstanceOfSatisfying(
                        DataLoadingException.class, e -> assertThat(e.example()).isEmpty())
                .hasMessage("epoch 0, batch 0: its examples can be loaded one by one, but not together: sizes differ");
    }

    @Test
    void anErrorReachesTheCallerAsItIs() {
        for (int workers = 0; workers <= 1; workers++) {
            DataLoader<Tensor, LongTensor> loader = new DataLoader<>(
                            with(() -> {
                                throw new AssertionError("broken");
                            }),
                            4)
                    .withWorkers(workers);
            assertThatThrownBy(() -> loader.iterator().next())
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("broken");
        }
    }

    @Test
    void goesOnWithTheBatchesThatWereNotGivenOut() {
        for (int given = 0; given <= 13; given++) {
            DataLoader<Tensor, LongTensor> loader =
                    new DataLoader<>(examples, 8).withShuffle(4).withWorkers(2);
            List<List<Float>> all = contents(loader.epoch(2));
            Iterator<Batch<Tensor, LongTensor>> pass = loader.epoch(2).iterator();
            for (int i = 0; i < given; i++) {
                pass.next();
            }
            DataLoader<Tensor, LongTensor> resumed =
                    new DataLoader<>(examples, 8).withShuffle(9).withWorkers(3);
            resumed.loadStateDict(loader.stateDict());
            assertThat(contents(resumed.epoch(2))).isEqualTo(all.subList(given, 13));
            assertThat(contents(resumed.epoch(3))).isEqualTo(contents(loader.epoch(3)));
        }
    }

    @Test
    void twoPassesAtOnceDoNotDisturbEachOther() {
        DataLoader<Tensor, LongTensor> loader =
                new DataLoader<>(examples, 8).withShuffle(4).withWorkers(2);
        Iterator<Batch<Tensor, LongTensor>> first = loader.epoch(0).iterator();
        Iterator<Batch<Tensor, LongTensor>> second = loader.epoch(1).iterator();
        List<Batch<Tensor, LongTensor>> firsts = new ArrayList<>();
        List<Batch<Tensor, LongTensor>> seconds = new ArrayList<>();
        while (first.hasNext()) {
            firsts.add(first.next());
            seconds.add(second.next());
        }
        DataLoader<Tensor, LongTensor> alone = loader.withWorkers(0);
        assertThat(contents(firsts)).isEqualTo(contents(alone.epoch(0)));
        assertThat(contents(seconds)).isEqualTo(contents(alone.epoch(1)));
    }

    @Test
    void anInterruptedCallerIsToldAndStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(
                        with(() -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }),
                        4)
                .withWorkers(1);
        Iterator<Batch<Tensor, LongTensor>> pass = loader.iterator();
        Thread.currentThread().interrupt();
        assertThatThrownBy(pass::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("DataLoader: interrupted while batch 0 of epoch 0 was being loaded");
        assertThat(Thread.interrupted()).isTrue();
        never.countDown();
        assertThat(pass.next().targets().toArray()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void refusesANegativeNumberOfWorkers() {
        assertThatThrownBy(() -> new DataLoader<>(examples, 4).withWorkers(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DataLoader: there must be at least 0 workers, not -1");
    }

    @Test
    void takesItsBatchesFromABatchSampler() {
        BatchSampler odd = new BatchSampler() {
            @Override
            public int size() {
                return 2;
            }

            @Override
            public List<int[]> batches(int epoch) {
                return List.of(new int[] {epoch, 5}, new int[] {7});
            }
        };
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(examples, odd).withWorkers(1);
        assertThat(loader.batches()).isEqualTo(2);
        assertThat(loader.epoch(3))
                .extracting(
                        batch -> List.of(batch.targets().get(0), batch.targets().get(-1)))
                .containsExactly(List.of(3L, 5L), List.of(7L, 7L));
        assertThatThrownBy(() -> loader.withShuffle(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("DataLoader: sampler cannot be set beside a batch sampler, which decides that itself");
        assertThatThrownBy(() -> loader.withDropLast(true)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesItsOrderFromASampler() {
        DataLoader<Tensor, LongTensor> loader = new DataLoader<>(examples, 2)
                .withSampler(new SubsetRandomSampler(new int[] {100, 7, 50}, 1))
                .withDropLast(true)
                .withWorkers(1);
        assertThat(loader.batches()).isEqualTo(1);
        assertThat(loader.dataset()).isSameAs(examples);
        assertThat(loader.epoch(0).iterator().next().targets().toArray())
                .hasSize(2)
                .satisfies(numbers -> assertThat(List.of(100L, 7L, 50L)).contains(numbers[0], numbers[1]));
    }

    private static void pause(int milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
