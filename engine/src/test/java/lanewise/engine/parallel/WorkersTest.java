package lanewise.engine.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    private final int before = Workers.threads();

    @AfterEach
    void restore() {
        Workers.setThreads(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everyIndexOnceInPartsOfWholeGrains(int threads) {
        Workers.setThreads(threads);
        for (int length : new int[] {0, 1, 15, 16, 17, 100, 1000, 100_003}) {
            int[] visits = new int[length];
            Workers.run(length, 16, (from, to) -> {
                assertThat(from % 16).isZero();
                assertThat(to == length || to % 16 == 0).isTrue();
                for (int i = from; i < to; i++) {
                    visits[i]++;
                }
            });
            assertThat(Arrays.stream(visits).allMatch(v -> v == 1))
                    .as("length %d", length)
                    .isTrue();
        }
    }

    @Test
    void aTaskThatThrowsReportsItAndLeavesThePoolWhole() {
        Workers.setThreads(3);
        for (int round = 0; round < 50; round++) {
            int failing = round % 3;
            assertThatThrownBy(() -> Workers.run(3, 1, (from, to) -> {
                        if (from == failing) {
                            throw new IllegalStateException("part " + from);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("part " + failing);
            AtomicInteger sum = new AtomicInteger();
            Workers.run(30, 1, (from, to) -> sum.addAndGet(to - from));
            assertThat(sum).hasValue(30);
        }
    }

    @Test
    void aCallInsideATaskRuns() {
        Workers.setThreads(2);
        AtomicInteger sum = new AtomicInteger();
        Workers.run(2, 1, (from, to) -> Workers.run(100, 1, (a, b) -> sum.addAndGet(b - a)));
        assertThat(sum.get()).isBetween(100, 200).isEqualTo(200);
    }

    @Test
    void severalUserThreadsAtOnce() throws InterruptedException {
        Workers.setThreads(2);
        AtomicInteger sum = new AtomicInteger();
        Thread[] users = new Thread[4];
        for (int u = 0; u < users.length; u++) {
            users[u] = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    Workers.run(64, 8, (from, to) -> sum.addAndGet(to - from));
                }
            });
            users[u].start();
        }
        for (Thread user : users) {
            user.join();
        }
        assertThat(sum).hasValue(4 * 2_000 * 64);
    }

    @Test
    void wakesUpAfterItParked() throws InterruptedException {
        Workers.setThreads(2);
        for (int i = 0; i < 20; i++) {
            AtomicInteger sum = new AtomicInteger();
            Workers.run(64, 8, (from, to) -> sum.addAndGet(to - from));
            assertThat(sum).hasValue(64);
            Thread.sleep(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1025})
    void refusesAnImpossibleCount(int threads) {
        assertThatThrownBy(() -> Workers.setThreads(threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads is " + threads + "; it must be from 1 to 1024");
    }
}
