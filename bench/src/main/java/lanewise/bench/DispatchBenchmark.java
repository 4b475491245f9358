package lanewise.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What it costs to divide a range among threads, and from which length on it pays: `y[i] = (x[i] + y[i])/2`, by
/// the library's workers, by the JDK's common pool, and by a plain loop in one thread.
@State(Scope.Benchmark)
public class DispatchBenchmark extends Measured {
    private static final int GRAIN = 64;

    /// The number of elements: next to nothing, some 2 µs of work, some 20 µs.
    @Param({"256", "20000", "200000"})
    public int elements;

    private float[] x = {};
    private float[] y = {};
    private RangeTask task = (from, to) -> {};
    private List<Callable<Object>> halves = List.of();

    /// Makes the operands and the tasks.
    @Setup
    public void fill() {
        x = new float[elements];
        y = new float[elements];
        for (int i = 0; i < elements; i++) {
            x[i] = i % 17 - 8;
        }
        task = (from, to) -> add(x, y, from, to);
        halves = List.of(() -> add(x, y, 0, elements / 2), () -> add(x, y, elements / 2, elements));
    }

    /// The library's workers.
    @Benchmark
    public float[] workers(ThreadCount threads) {
        Workers.run(elements, GRAIN, task);
        return y;
    }

    /// The JDK's common pool, for two threads; it has one less than there are processors, and the calling one
    /// helps.
    @Benchmark
    public float[] commonPool() throws InterruptedException {
        ForkJoinPool.commonPool().invokeAll(halves);
        return y;
    }

    /// The loop.
    @Benchmark
    public float[] scalar() {
        add(x, y, 0, elements);
        return y;
    }

    /// A mean, so that it stays finite however often it is called.
    private static float[] add(float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = 0.5f * x[i] + 0.5f * y[i];
        }
        return y;
    }
}
