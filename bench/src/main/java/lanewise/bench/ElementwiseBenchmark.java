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

/// Operations on each element and the sum of all, into memory that is there already.
@State(Scope.Benchmark)
public class ElementwiseBenchmark extends MeasuredInWorkspace {
    /// The operation.
    @Param
    public Elementwise operation = Elementwise.ADD;

    /// The number of elements: in the second-level cache, and in memory.
    @Param({"100000", "10000000"})
    public int elements;

    private NDArray a = NDArray.empty(Shape.SCALAR);
    private NDArray b = NDArray.empty(Shape.SCALAR);
    private NDArray y = NDArray.empty(Shape.SCALAR);

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        Tensor numbers = Tensor.randn(elements);
        a = operand(numbers);
        b = operation.isBinary() ? operand(Tensor.randn(elements)) : a;
        y = NDArray.zeros(Shape.of(operation == Elementwise.SUM ? 1 : elements));
    }

    private NDArray operand(Tensor numbers) {
        return (operation.positive ? numbers.abs().add(0.1f) : numbers).array();
    }

    /// The library's operation. The result's memory is that of the call before, whose workspace is closed only
    /// here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        renew();
        return operation.isBinary() ? operation.operation.forward(a, b) : operation.operation.forward(a);
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Traffic traffic) {
        count(traffic);
        operation.loop(a.data(), b.data(), y.data(), elements);
        return y;
    }

    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * operation.bytesAnElement * elements;
    }
}
