package lanewise.bench;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Reductions of the rows of a matrix and cumulations along them, into memory that is there already.
@State(Scope.Benchmark)
public class ReductionBenchmark extends MeasuredInWorkspace {
    /// What is computed.
    @Param
    public Reducing reducing = Reducing.MAX;

    /// Rows x columns: within the second-level cache, and in memory.
    @Param({"256x256", "2048x1000"})
    public String size = "256x256";

    private int rows;
    private int columns;
    private NDArray x = NDArray.empty(Shape.SCALAR);
    private NDArray y = x;

    /// Makes the operand: numbers around 1, so that their products are some.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        String[] sizes = size.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        columns = Integer.parseInt(sizes[1]);
        x = Tensor.rand(rows, columns).mul(0.2f).add(0.9f).array();
        y = NDArray.zeros(Shape.of(reducing.results(rows, columns)));
    }

    /// The library's operation. The result's memory is that of the call before, whose workspace is closed only
    /// here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        renew();
        return reducing.operation().forward(x);
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Traffic traffic) {
        count(traffic);
        reducing.loop(x.data(), rows, columns, y.data());
        return y;
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * Float.BYTES * (x.elements() + y.elements());
    }
}
