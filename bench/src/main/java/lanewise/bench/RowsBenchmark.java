package lanewise.bench;

import java.util.Arrays;
import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Softmax, cross entropy and normalisation, forward alone, and with all gradients.
@State(Scope.Benchmark)
public class RowsBenchmark extends MeasuredInWorkspace {
    /// The operation and its size.
    @Param
    public RowWork work = RowWork.SOFTMAX_128X1000;

    /// Whether the gradients are computed as well.
    @Param({"false", "true"})
    public boolean backward;

    private Tensor[] inputs = {};
    private NDArray[] arrays = {};
    private Tensor dy = Tensor.zeros();
    private NDArray y = NDArray.empty(Shape.SCALAR);
    private @Nullable ScalarRows loops;

    /// Makes the operands.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        inputs = new Tensor[1 + work.affine()];
        inputs[0] = Tensor.randn(work.shape.toArray()).requiresGrad_(true);
        for (int i = 1; i < inputs.length; i++) {
            inputs[i] = Tensor.randn(work.affineLength()).requiresGrad_(true);
        }
        arrays = Arrays.stream(inputs).map(Tensor::array).toArray(NDArray[]::new);
        dy = work.isLoss() ? Tensor.ones() : Tensor.randn(work.shape.toArray());
        y = NDArray.zeros(work.isLoss() && !backward ? Shape.SCALAR : work.shape);
        float[][] operands = Arrays.stream(inputs).map(Tensor::toArray).toArray(float[][]::new);
        loops = new ScalarRows(work, operands, dy.toArray());
    }

    /// The library's operation: the result, or the input's gradient. The result's memory is that of the call
    /// before, whose workspace is closed only here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Traffic traffic) {
        count(traffic);
        renew();
        if (!backward) {
            return work.operation().forward(arrays);
        }
        for (Tensor input : inputs) {
            input.setGrad(null);
        }
        Tensor.apply(work.operation(), inputs).backward(dy);
        return Objects.requireNonNull(inputs[0].grad()).array();
    }

    /// The loop.
    @Benchmark
    public NDArray scalar(Traffic traffic) {
        count(traffic);
        Objects.requireNonNull(loops).run(backward, y.data());
        return y;
    }

    /// Reads `x` and writes `y`; with gradients reads `x` and `dy` and writes `dx` as well.
    private void count(Traffic traffic) {
        traffic.gigabyte += 1e-9 * (backward ? 20 : 8) * work.shape.elements();
    }
}
