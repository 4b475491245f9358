package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;

/// Where the cache lines of an array begin.
///
/// Java says of no array where it lies, and a vector that lies in two lines is read twice: on an Intel of the
/// Emerald Rapids kind [Gemm] had 0.89 of its speed with panels that begin anywhere. So the clock is asked: of
/// vectors at all the distances there are from a line's beginning, those that lie in one line each are read twice
/// as fast. The answer decides where panels are put, never what is computed. It holds until the collector moves the
/// array.
final class CacheLines {
    /// Floats of a line on all processors that matter here, 64 bytes.
    static final int LINE = 16;

    /// Floats between two places where a line may begin: objects, and what is in them, begin at multiples of 8
    /// bytes.
    private static final int STEP = 2;

    /// Floats that are read, 2 KiB of the first-level cache.
    private static final int READ = 512;

    /// The least length of an array that is asked about.
    static final int MIN_LENGTH = READ + LINE;

    private static final int ROUNDS = 16;

    /// The fastest of so many readings counts, some 0.5 µs each.
    private static final int TRIES = 3;

    /// The fastest place must have that much of the time of the slowest; else there is nothing to choose.
    private static final double FASTER = 0.8;

    private final float[] sink = new float[LANES + Lanes.PADDING];
    private final long[] nanos = new long[LINE / STEP];

    /// Whether there is an answer: not before the loop is compiled, and not with vectors so short that few of them
    /// lie in two lines.
    static boolean isKnown() {
        return LANES * 2 >= LINE && !Lanes.EMULATED && Compiled.WARM_UP.isDone();
    }

    /// The first place in `x` at which a line begins, at most 14, or `unknown` if the clock does not tell. Some 15
    /// µs.
    int first(float[] x, int unknown) {
        Arrays.fill(nanos, Long.MAX_VALUE);
        for (int i = 0; i < TRIES; i++) {
            for (int place = 0; place < nanos.length; place++) {
                long start = System.nanoTime();
                read(ROUNDS, x, place * STEP, sink);
                nanos[place] = Math.min(nanos[place], System.nanoTime() - start);
            }
        }
        int best = 0;
        long slowest = 0;
        for (int place = 0; place < nanos.length; place++) {
            best = nanos[place] < nanos[best] ? place : best;
            slowest = Math.max(slowest, nanos[place]);
        }
        return nanos[best] < FASTER * slowest ? best * STEP : unknown;
    }

    /// Reads `x[at .. at + READ)` so many times, as fast as the cache gives it: the numbers themselves do not
    /// matter, but that something is made of them does.
    private static void read(int rounds, float[] x, int at, float[] sink) {
        var s0 = FloatVector.zero(SPECIES).reinterpretAsInts();
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        for (int i = 0; i < rounds; i++) {
            for (int j = at; j < at + READ; j += 4 * LANES) {
                s0 = s0.or(FloatVector.fromArray(SPECIES, x, j).reinterpretAsInts());
                s1 = s1.or(FloatVector.fromArray(SPECIES, x, j + LANES).reinterpretAsInts());
                s2 = s2.or(FloatVector.fromArray(SPECIES, x, j + 2 * LANES).reinterpretAsInts());
                s3 = s3.or(FloatVector.fromArray(SPECIES, x, j + 3 * LANES).reinterpretAsInts());
            }
        }
        s0.or(s1).or(s2.or(s3)).reinterpretAsFloats().intoArray(sink, 0);
    }

    /// Begins when the first product comes that is large enough.
    private static final class Compiled {
        static final WarmUp WARM_UP = WarmUp.of(new Exercise());
    }

    private static final class Exercise implements WarmUp.Exercise {
        private final float[] x = new float[MIN_LENGTH + Lanes.PADDING];
        private final float[] sink = new float[LANES + Lanes.PADDING];

        @Override
        public void run(int calls, int rounds) {
            for (int i = 0; i < calls; i++) {
                read(rounds, x, 0, sink);
            }
        }
    }
}
