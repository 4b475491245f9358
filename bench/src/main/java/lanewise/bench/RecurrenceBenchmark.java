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

/// Sequences through a recurrent layer, forward alone, and with the gradients of all inputs.
@State(Scope.Benchmark)
public class RecurrenceBenchmark extends MeasuredInWorkspace {
    private static final int WEIGHT_HH = 4;

    /// The layer and its sequences.
    @Param
    public RecurrenceWork work = RecurrenceWork.LSTM_32X32X64X128;

    /// Whether the gradients are computed as well; the loop computes that of the states' weight alone.
    @Param({"false", "true"})
    public boolean backward;

    private Tensor[] inputs = {};
    private NDArray[] arrays = {};
    private Tensor dy = Tensor.zeros();
    private NDArray y = NDArray.empty(Shape.SCALAR);
    private NDArray dWeight = y;
    private @Nullable ScalarLstm loops;

    /// Makes the operands: weights as small as a network's are.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        float small = 1 / (float) Math.sqrt(work.hidden);
        Shape[] shapes = work.inputs();
        inputs = new Tensor[shapes.length];
        for (int i = 0; i < inputs.length; i++) {
            Tensor input = Tensor.randn(shapes[i].toArray());
            inputs[i] = (i < WEIGHT_HH - 1 ? input : input.mul(small)).requiresGrad_(true);
        }
        arrays = Arrays.stream(inputs).map(Tensor::array).toArray(NDArray[]::new);
        dy = Tensor.randn(work.result().toArray());
        y = NDArray.zeros(work.result());
        dWeight = NDArray.zeros(shapes[WEIGHT_HH]);
        float[][] operands = Arrays.stream(inputs).map(Tensor::toArray).toArray(float[][]::new);
        loops = new ScalarLstm(work, operands);
    }

    /// The library's operation: the result, or the gradient of the states' weight. The result's memory is that of
    /// the call before, whose workspace is closed only here, so that the result can be looked at.
    @Benchmark
    public NDArray vector(ThreadCount threads, Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops(backward);
        renew();
        if (!backward) {
            return work.operation().forward(arrays);
        }
        for (Tensor input : inputs) {
            input.setGrad(null);
        }
        Tensor.apply(work.operation(), inputs).backward(dy);
        return Objects.requireNonNull(inputs[WEIGHT_HH].grad()).array();
    }

    /// The loops.
    @Benchmark
    public NDArray scalar(Arithmetic arithmetic) {
        arithmetic.gflop += 1e-9 * work.flops(backward);
        ScalarLstm lstm = Objects.requireNonNull(loops);
        if (!backward) {
            lstm.forward(y.data());
            return y;
        }
        lstm.backward(dy.array().data(), y.data(), dWeight.data());
        return dWeight;
    }
}
