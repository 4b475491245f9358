package lanewise.bench;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Elements of a matrix read, written and ordered by indices, into memory that is there already.
@State(Scope.Benchmark)
public class IndexingBenchmark extends MeasuredInWorkspace {
    /// What is done.
    @Param
    public Placing placing = Placing.GATHER;

    /// Rows x columns: within the second-level cache, and in memory.
    @Param({"256x256", "2048x1000"})
    public String size = "256x256";

    private int n;
    private int columns;
    private NDArray x = NDArray.empty(Shape.SCALAR);
    private NDArray y = x;
    private LongArray rows = LongArray.zeros(Shape.SCALAR);
    private LongArray places = rows;

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        String[] sizes = size.split("x", -1);
        n = Integer.parseInt(sizes[0]);
        columns = Integer.parseInt(sizes[1]);
        x = Tensor.rand(n, columns).array();
        y = NDArray.zeros(Shape.of(placing.results(n, columns)));
        rows = Placing.random(Shape.of(n), n);
        places = Placing.random(Shape.of(n, columns), columns);
    }

    /// The library's operation. The result's memory is that of the call before, whose workspace is closed only
    /// here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads) {
        renew();
        return placing.run(x, rows, places);
    }

    /// The loop.
    @Benchmark
    public NDArray scalar() {
        placing.loop(x.data(), n, columns, rows.data(), places.data(), y.data());
        return y;
    }
}
