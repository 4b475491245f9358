package lanewise.bench;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/// One step of training with Adam: forward, loss, backward, update.
///
/// Some of its methods run a few times a step, and the compiler begins with them after 5,000 calls: hence the long
/// warm-up.
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class TrainingBenchmark extends Measured {
    private @Nullable Training training;
    private @Nullable ScalarNetwork network;

    abstract Training training();

    /// Makes the network twice.
    @Setup
    public void prepare() {
        Training made = training();
        training = made;
        network = made.scalar();
    }

    /// As the first program of a user has it: the collector looks after the memory.
    @Benchmark
    public List<Parameter> vector(ThreadCount threads, Arithmetic arithmetic) {
        Training current = Objects.requireNonNull(training);
        arithmetic.gflop += current.gflop();
        current.step();
        return current.parameters;
    }

    /// Inside a workspace.
    @Benchmark
    public List<Parameter> workspace(ThreadCount threads, Arithmetic arithmetic) {
        Training current = Objects.requireNonNull(training);
        arithmetic.gflop += current.gflop();
        try (Workspace _ = Workspace.open()) {
            current.step();
        }
        return current.parameters;
    }

    /// Without the update.
    @Benchmark
    public Tensor gradients(ThreadCount threads, Arithmetic arithmetic) {
        Training current = Objects.requireNonNull(training);
        arithmetic.gflop += current.gflop();
        current.differentiate();
        return Objects.requireNonNull(current.parameters.getFirst().grad());
    }

    /// The loops.
    @Benchmark
    public List<float[]> scalar(Arithmetic arithmetic) {
        ScalarNetwork current = differentiate(arithmetic);
        current.update();
        return current.parameters();
    }

    /// The loops without the update.
    @Benchmark
    public float[] scalarGradients(Arithmetic arithmetic) {
        return differentiate(arithmetic).firstGradient();
    }

    private ScalarNetwork differentiate(Arithmetic arithmetic) {
        Training current = Objects.requireNonNull(training);
        ScalarNetwork loops = Objects.requireNonNull(network);
        arithmetic.gflop += current.gflop();
        current.differentiateLoss(loops.forward(), loops.outputGradient());
        loops.backward();
        return loops;
    }
}
