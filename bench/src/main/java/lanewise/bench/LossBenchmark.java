package lanewise.bench;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Losses of 128 x 1,000 elements, and their gradients.
@State(Scope.Benchmark)
public class LossBenchmark extends Measured {
    private static final int ROWS = 128;
    private static final int CLASSES = 1000;

    /// Which loss.
    @Param
    public LossWork work = LossWork.MSE;

    private Tensor x = Tensor.zeros();
    private Tensor t = x;
    private float[] elements = {};
    private float[] targets = {};
    private NDArray dx = NDArray.empty(Shape.SCALAR);

    /// Makes input and target, probabilities both.
    @Setup
    public void fill() {
        Generator.manualSeed(1);
        x = Tensor.rand(ROWS, CLASSES).mul(0.98f).add(0.01f).detach().requiresGrad_(true);
        t = Tensor.rand(ROWS, CLASSES);
        elements = x.toArray();
        targets = t.toArray();
        dx = NDArray.zeros(x.shape());
    }

    /// The library's loss and gradient.
    @Benchmark
    public NDArray vector(ThreadCount threads) {
        try (Workspace _ = Workspace.open()) {
            x.setGrad(null);
            work.loss(x, t).backward();
        }
        return Objects.requireNonNull(x.grad()).array();
    }

    /// The gradient as a loop.
    @Benchmark
    public NDArray scalar() {
        work.loop(elements, targets, dx.data(), CLASSES);
        return dx;
    }
}
