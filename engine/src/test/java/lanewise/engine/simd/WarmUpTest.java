package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class WarmUpTest {
    @Test
    void endsWhenTheLoopIsCompiled() {
        Doubling exercise = new Doubling();
        WarmUp warmUp = WarmUp.of(exercise);
        WarmUp.awaitAll();
        assertThat(warmUp.isDone()).isTrue();
        assertThat(exercise.rounds).isEqualTo(Lanes.EMULATED ? 0 : WarmUp.ROUNDS);
    }

    @Test
    void aLoopThatIsNeverUsedIsNeverDone() {
        assertThat(WarmUp.never().isDone()).isFalse();
    }

    /// The slow one becomes fast only once the other is done, so both end only if the other has its turn meanwhile.
    @Test
    void aSlowLoopDoesNotHoldUpTheNext() {
        AtomicReference<WarmUp> next = new AtomicReference<>();
        WarmUp slow = WarmUp.of(new Slow(() -> next.get() != null && next.get().isDone()));
        next.set(WarmUp.of(new Doubling()));
        WarmUp.awaitAll();
        assertThat(next.get().isDone()).isTrue();
        assertThat(slow.isDone()).isTrue();
    }

    @Test
    void aLoopThatFailsIsReportedAndDoesNotHoldUpTheNext() {
        assumeFalse(Lanes.EMULATED); // nothing is called there
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> reported.add(failure));
        try {
            IllegalStateException failure = new IllegalStateException("a loop that fails");
            WarmUp failing = WarmUp.of((calls, rounds) -> {
                throw failure;
            });
            WarmUp next = WarmUp.of(new Doubling());
            WarmUp.awaitAll();
            assertThat(reported).containsExactly(failure);
            assertThat(failing.isDone()).isFalse();
            assertThat(next.isDone()).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    /// A branch that was left out while the others went round would throw the compiled loop away when it comes.
    @Test
    void everyFormOfALoopGoesRoundAsOftenAsTheOthers() {
        Forms exercise = new Forms();
        WarmUp.of(exercise);
        WarmUp.awaitAll();
        assertThat(exercise.turns).containsOnly(exercise.turns[0]);
        assertThat(exercise.turns[0] > 0).isEqualTo(!Lanes.EMULATED);
    }

    /// Counts how often each form goes round, and takes long for the first twenty times.
    private static final class Forms implements WarmUp.Exercise {
        private final int[] turns = new int[WarmUp.FORMS];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls && rounds > 0; i++) {
                turns[i % WarmUp.FORMS]++;
            }
            long end = System.nanoTime() + 50_000;
            while (rounds > 0 && turns[0] < 20 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    /// Takes 50 us a call that goes round, until told otherwise.
    private record Slow(BooleanSupplier isFast) implements WarmUp.Exercise {
        @Override
        public void run(int calls, int rounds) {
            long end = System.nanoTime() + 50_000;
            while (rounds > 0 && !isFast.getAsBoolean() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }
    }

    private static final class Doubling implements WarmUp.Exercise {
        private final float[] x = new float[WarmUp.ROUNDS * LANES];

        /// Those of the last call.
        private volatile int rounds;

        @Override
        public void run(int calls, int rounds) {
            this.rounds = rounds;
            for (int i = 0; i < calls; i++) {
                doubled(x, rounds * LANES);
            }
        }

        private static void doubled(float[] x, int length) {
            for (int i = 0; i < length; i += LANES) {
                FloatVector.fromArray(SPECIES, x, i).mul(2f).intoArray(x, i);
            }
        }
    }
}
