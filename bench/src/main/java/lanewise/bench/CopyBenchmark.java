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

/// Sums of columns and copies between layouts, of a matrix, into memory that is there already.
@State(Scope.Benchmark)
public class CopyBenchmark extends MeasuredInWorkspace {
    /// What is done.
    @Param
    public Movement movement = Movement.COLUMN_SUM;

    /// Rows x columns: within the second-level cache, in memory, and the same without powers of two.
    @Param({"256x256", "2048x2048", "1999x2056"})
    public String size = "256x256";

    private int rows;
    private int columns;
    private NDArray x = NDArray.empty(Shape.SCALAR);
    private NDArray operand = x;
    private NDArray y = x;

    /// Makes the operand.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        String[] sizes = size.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        columns = Integer.parseInt(sizes[1]);
        x = Tensor.rand(rows, columns).array();
        operand = movement.view(x);
        y = NDArray.zeros(Shape.of(movement.results(rows, columns)));
    }

    /// The library's operation. The result's memory is that of the call before, whose workspace is closed only
    /// here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        renew();
        return movement.operation().forward(operand);
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Traffic traffic) {
        count(traffic);
        movement.loop(x.data(), rows, columns, y.data());
        return y;
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * Float.BYTES * movement.traffic * rows * columns;
    }
}
