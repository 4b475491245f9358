package lanewise.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lanewise.autograd.Tensor;
import lanewise.bench.Arithmetic;
import lanewise.bench.Measured;
import lanewise.bench.ThreadCount;
import lanewise.engine.Workspace;
import lanewise.optim.Optimizer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Training steps of the networks that the peers run too: forward, loss, backward, update.
@State(Scope.Benchmark)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2, timeUnit = TimeUnit.SECONDS)
public class NetworkBenchmark extends Measured {
    /// A name of [Network].
    @Param({"LENET", "RESNET", "LSTM", "GPT"})
    public String network = "";

    /// One example, or as many as the peers have.
    @Param({"one", "all"})
    public String batch = "";

    private @Nullable NetworkModel model;
    private @Nullable Optimizer<?> optimizer;
    private @Nullable ScalarModel loops;
    private double gflop;

    /// Makes the network twice.
    @Setup
    public void prepare() {
        Network kind = Network.valueOf(network);
        int examples = batch.equals("one") ? 1 : kind.batch;
        NetworkModel made = NetworkModel.of(kind, examples, true);
        model = made;
        optimizer = kind.rule.optimizer(List.copyOf(made.parameters), Network.LEARNING_RATE);
        loops = new ScalarModel(kind, examples);
        gflop = 2e-9 * examples * (3 * kind.multiplyAdds() - kind.firstLayer());
    }

    /// Inside a workspace. Returns the loss, and the parameters after the step.
    @Benchmark
    public List<Object> step(ThreadCount threads, Arithmetic arithmetic) {
        arithmetic.gflop += gflop;
        NetworkModel current = Objects.requireNonNull(model);
        Optimizer<?> rule = Objects.requireNonNull(optimizer);
        List<Object> results = new ArrayList<>();
        try (Workspace _ = Workspace.open()) {
            Tensor loss = current.loss(current.output());
            rule.zeroGrad();
            loss.backward();
            rule.step();
            results.add(new float[] {loss.item()});
        }
        results.addAll(current.parameters);
        return results;
    }

    /// The loops.
    @Benchmark
    public List<float[]> scalar(Arithmetic arithmetic) {
        arithmetic.gflop += gflop;
        return Objects.requireNonNull(loops).step();
    }
}
