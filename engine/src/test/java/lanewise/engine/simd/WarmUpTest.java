package lanewise.engine.simd;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static org.assertj.core.api.Assertions.assertThat;

import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

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
