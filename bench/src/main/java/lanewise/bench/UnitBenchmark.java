package lanewise.bench;

import java.util.Arrays;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Sequences through a layer of gated or plain recurrent units; those of a long short-term memory have
/// [RecurrenceBenchmark].
@State(Scope.Benchmark)
public class UnitBenchmark extends MeasuredInWorkspace {
    /// The layer.
    @Param
    public UnitWork work = UnitWork.GRU;

    private NDArray[] arrays = {};
    private float[][] operands = {};
    private NDArray y = NDArray.empty(Shape.SCALAR);

    /// Makes the operands: weights as small as a network's are.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        float small = 1 / (float) Math.sqrt(UnitWork.HIDDEN);
        Shape[] shapes = work.inputs();
        arrays = new NDArray[shapes.length];
        for (int i = 0; i < arrays.length; i++) {
            Tensor numbers = Tensor.randn(shapes[i].toArray());
            arrays[i] = (i < 2 ? numbers : numbers.mul(small)).array();
        }
        operands = Arrays.stream(arrays).map(NDArray::toArray).toArray(float[][]::new);
        y = NDArray.zeros(work.result());
    }

    /// The library's operation. The result's memory is that of the call before, whose workspace is closed only
    /// here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops();
        renew();
        return work.operation().forward(arrays);
    }

    /// The loops.
    @Benchmark
    public NDArray scalar(Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops();
        work.loop(operands, y.data());
        return y;
    }
}
