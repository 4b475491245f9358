package lanewise.engine.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Everything at once, for some seconds: several user threads whose calls nest, throw, overflow their stacks and
/// change the number of threads, and a thread that interrupts them. Every index of every call is worked on exactly
/// once.
@Tag("once")
class WorkersStressTest {
    private static final int USERS = 4;
    private static final long NANOS = 3_000_000_000L;

    private final int before = Workers.threads();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void restore() {
        Workers.setThreads(before);
    }

    @Test
    void everyIndexExactlyOnceWhateverHappens() throws InterruptedException {
        List<User> users = new ArrayList<>();
        for (int u = 0; u < USERS; u++) {
            User user = new User(u);
            user.setDaemon(true);
            user.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            users.add(user);
            user.start();
        }
        SplittableRandom random = new SplittableRandom(17);
        for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; ) {
            users.get(random.nextInt(USERS)).interrupt();
            Workers.setThreads(1 + random.nextInt(5));
            Thread.sleep(random.nextInt(3));
        }
        for (User user : users) {
            user.join(60_000);
            assertThat(user.isAlive()).as("still in a call").isFalse();
            assertThat(user.rounds).isGreaterThan(100);
        }
        assertThat(failures).isEmpty();
    }

    private static final class Expected extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class User extends Thread {
        private final SplittableRandom random;
        int rounds;

        User(int number) {
            super("user-" + number);
            random = new SplittableRandom(number);
        }

        @Override
        public void run() {
            for (long end = System.nanoTime() + NANOS; System.nanoTime() < end; rounds++) {
                int length = random.nextInt(3_000);
                int grain = 1 + random.nextInt(64);
                switch (random.nextInt(8)) {
                    case 0 -> nested(length, grain);
                    case 1 -> throwing(length, grain);
                    case 2 -> overflowing(grain);
                    case 3 -> changing(length, grain, 1 + random.nextInt(5));
                    default -> plain(length, grain);
                }
            }
        }

        private static void plain(int length, int grain) {
            byte[] visits = new byte[length];
            Workers.run(length, grain, (from, to) -> visit(visits, 0, from, to));
            assertOnceEach(visits);
        }

        private static void nested(int length, int grain) {
            int rows = 7;
            byte[] visits = new byte[rows * length];
            Workers.run(rows, 1, (first, end) -> {
                for (int row = first; row < end; row++) {
                    int offset = row * length;
                    Workers.run(length, grain, (from, to) -> visit(visits, offset, from, to));
                }
            });
            assertOnceEach(visits);
        }

        private static void throwing(int length, int grain) {
            byte[] visits = new byte[length];
            try {
                Workers.run(length, grain, (from, to) -> {
                    visit(visits, 0, from, to);
                    throw new Expected();
                });
                assertThat(length).isZero();
            } catch (Expected e) {
                assertOnceEach(visits); // of all parts, since all of them ran
            }
        }

        private static void overflowing(int grain) {
            try {
                Workers.run(4 * grain, grain, (from, to) -> endlessly(from));
                throw new AssertionError("an endless recursion came to an end");
            } catch (StackOverflowError e) {
                // as it should be
            }
        }

        private static void changing(int length, int grain, int threads) {
            byte[] visits = new byte[length];
            Workers.run(length, grain, (from, to) -> {
                Workers.setThreads(threads);
                visit(visits, 0, from, to);
            });
            assertOnceEach(visits);
        }

        private static void visit(byte[] visits, int offset, int from, int to) {
            for (int i = from; i < to; i++) {
                visits[offset + i]++;
            }
        }

        private static void assertOnceEach(byte[] visits) {
            for (int i = 0; i < visits.length; i++) {
                if (visits[i] != 1) {
                    throw new AssertionError(visits[i] + " visits at " + i + " of " + visits.length);
                }
            }
        }

        @SuppressWarnings("InfiniteRecursion") // that is the point
        private static int endlessly(int depth) {
            return endlessly(depth + 1) + 1;
        }
    }
}
