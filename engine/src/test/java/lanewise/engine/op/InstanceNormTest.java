package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class InstanceNormTest {
    private static final double EPSILON = BatchNormTest.EPSILON;

    private static RunningStatistics running() {
        return new RunningStatistics(NDArray.of(Shape.of(2), 1, -1), NDArray.of(Shape.of(2), 2, 0.5f));
    }

    @Test
    void everyShape() {
        for (Shape shape : List.of(Shape.of(2, 3, 2), Shape.of(2, 3, Lanes.LANES + 3), Shape.of(2, 3, 3, 2))) {
            Shape c = Shape.of(3);
            onEveryLayout(shape, x -> {
                check(() -> new InstanceNorm(EPSILON), in -> BatchNormTest.normalized(shape, 3, in), x);
                check(
                        () -> new InstanceNorm(EPSILON),
                        in -> BatchNormTest.normalized(shape, 3, in),
                        x,
                        random(c, 2),
                        random(c, 3));
            });
        }
    }

    /// Figures of `torch.nn.functional.instance_norm(x, mean, var, w, b, True, 0.1, 1e-5)` of PyTorch 1.13, in
    /// double.
    @Test
    void pyTorchsFigures() {
        BatchNormTest.compare(
                new InstanceNorm(1e-5),
                new float[] {
                    -0.43452077f,
                    -0.033630191f,
                    0.76815096f,
                    -1.761158f,
                    -0.58446318f,
                    2.9456211f,
                    0.59028949f,
                    -0.58640528f,
                    0.2961158f,
                    2.9774573f,
                    -0.72581911f,
                    -1.6516382f
                },
                new float[] {
                    -0.057272291f,
                    0.085904571f,
                    -0.02863228f,
                    -0.27154808f,
                    0.36205868f,
                    -0.090510596f,
                    -0.10182883f,
                    -0.03394385f,
                    0.13577268f,
                    -0.15430021f,
                    0.77151493f,
                    -0.61721472f
                },
                new float[] {3.9742698f, 5.5937564f});
        RunningStatistics running = running();
        new InstanceNorm(running, 0.1, 1e-5).forward(NDArray.of(Shape.of(2, 2, 3), BatchNormTest.X));
        assertThat(running.mean().toArray()).containsExactly(new float[] {1.0333333f, -0.76666667f}, within(1e-6f));
        assertThat(running.variance().toArray()).containsExactly(new float[] {2.1333333f, 1.0166667f}, within(1e-6f));
    }

    @Test
    void anEmptyBatchLeavesTheStatistics() {
        RunningStatistics running = running();
        NDArray none = NDArray.zeros(Shape.of(0, 2, 3));
        assertThat(new InstanceNorm(running, 0.1, EPSILON).forward(none).shape())
                .isEqualTo(Shape.of(0, 2, 3));
        assertThat(running.mean().toArray()).containsExactly(1, -1);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new InstanceNorm(EPSILON).forward(NDArray.zeros(Shape.of(4, 3, 1, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("instanceNorm: expected more than 1 spatial element when training, got x [4, 3, 1, 1]");
        assertThatThrownBy(() -> new InstanceNorm(running(), 0.1, EPSILON).forward(NDArray.zeros(Shape.of(4, 3, 5))))
                .hasMessage("instanceNorm: running mean [2] must be [3], one number a channel of x [4, 3, 5]");
    }
}
