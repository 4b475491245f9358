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

/// Causal attention, forward alone, and with the gradients of queries, keys and values.
@State(Scope.Benchmark)
public class AttentionBenchmark extends MeasuredInWorkspace {
    /// Heads, places and width.
    @Param
    public AttentionWork work = AttentionWork.GPT_48X64X32;

    /// Whether the gradients are computed as well; the loop computes that of the keys alone.
    @Param({"false", "true"})
    public boolean backward;

    private Tensor q = Tensor.zeros();
    private Tensor k = q;
    private Tensor v = q;
    private Tensor dy = q;
    private NDArray result = NDArray.empty(Shape.SCALAR);

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        int[] sizes = work.shape().toArray();
        q = Tensor.randn(sizes).requiresGrad_(true);
        k = Tensor.randn(sizes).requiresGrad_(true);
        v = Tensor.randn(sizes).requiresGrad_(true);
        dy = Tensor.randn(sizes);
        result = NDArray.zeros(work.shape());
    }

    /// The library's operation: the result, or the gradient of the keys. The result's memory is that of the call
    /// before, whose workspace is closed only here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops(backward);
        renew();
        if (!backward) {
            return work.operation().forward(q.array(), k.array(), v.array());
        }
        q.setGrad(null);
        k.setGrad(null);
        v.setGrad(null);
        Tensor.apply(work.operation(), q, k, v).backward(dy);
        return Objects.requireNonNull(k.grad()).array();
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops(backward);
        work.loop(
                backward,
                q.array().data(),
                k.array().data(),
                v.array().data(),
                dy.array().data(),
                result.data());
        return result;
    }
}
