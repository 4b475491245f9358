package lanewise.bench;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Convolutions, forward alone, and with the gradients of input and weight.
@State(Scope.Benchmark)
public class ConvolutionBenchmark extends MeasuredInWorkspace {
    /// The layer.
    @Param
    public ConvolutionWork layer = ConvolutionWork.LENET_1;

    /// Whether the gradients are computed as well; the loop computes that of the weight alone.
    @Param({"false", "true"})
    public boolean backward;

    private Tensor x = Tensor.zeros();
    private Tensor weight = x;
    private Tensor dy = x;
    private NDArray result = NDArray.empty(Shape.SCALAR);

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        x = Tensor.randn(layer.x.toArray()).requiresGrad_(true);
        weight = Tensor.randn(layer.weight.toArray()).requiresGrad_(true);
        dy = Tensor.randn(layer.y.toArray());
        result = NDArray.zeros(backward ? layer.weight : layer.y);
    }

    /// The library's operation: the result, or the weight's gradient. The result's memory is that of the call
    /// before, whose workspace is closed only here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * layer.flops(backward);
        renew();
        if (!backward) {
            return layer.operation().forward(x.array(), weight.array());
        }
        x.setGrad(null);
        weight.setGrad(null);
        Tensor.apply(layer.operation(), x, weight).backward(dy);
        return Objects.requireNonNull(weight.grad()).array();
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * layer.flops(false);
        layer.loop(backward, x.array().data(), weight.array().data(), dy.array().data(), result.data());
        return result;
    }
}
