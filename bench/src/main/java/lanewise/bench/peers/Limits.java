package lanewise.bench.peers;

import java.util.function.DoubleSupplier;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// What the machine can do at most, as far as plain loops of ours show it: the fastest of several tries.
final class Limits {
    private static final int TRIES = 10;
    private static final double BYTES_A_TRY = 2e7;

    /// Beyond any cache; larger data would only take longer.
    private static final double LARGEST_FOOTPRINT = 3e8;

    /// What a thread works on in one piece.
    private static final int GRAIN = 256;

    private Limits() {}

    /// 1e9 floating-point operations a second, as multiply-adds on registers.
    static double gflops(int threads) {
        int length = 64 * threads;
        FmaLoop loop = new FmaLoop(length);
        double best = fastest(() -> FmaLoop.FLOPS * length / nanoseconds(length, 1, loop));
        if (loop.sums()[0] < 1) {
            throw new AssertionError("the multiply-adds give " + loop.sums()[0]);
        }
        return best;
    }

    /// 1e9 bytes a second that a loop of this kind reads and writes, where the arrays take `footprint` bytes.
    static double gigabytes(Traffic.Kind kind, double footprint, int threads) {
        double bytes = Math.min(footprint, LARGEST_FOOTPRINT);
        int grains = (int) (bytes / Float.BYTES / kind.arrays() / GRAIN);
        int length = Math.max(grains, threads) * GRAIN;
        double moved = (double) Float.BYTES * kind.floats * length;
        int repetitions = (int) Math.ceil(BYTES_A_TRY / moved);
        StreamLoop loop = new StreamLoop(kind, length, repetitions);
        double best = fastest(() -> moved * repetitions / nanoseconds(length, GRAIN, loop));
        if (!(loop.result()[0] >= 0)) {
            throw new AssertionError("the loop gives " + loop.result()[0]);
        }
        return best;
    }

    private static double fastest(DoubleSupplier rate) {
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
            best = Math.max(best, rate.getAsDouble());
        }
        return best;
    }

    private static double nanoseconds(int length, int grain, RangeTask loop) {
        long start = System.nanoTime();
        Workers.run(length, grain, loop);
        return System.nanoTime() - start;
    }
}
