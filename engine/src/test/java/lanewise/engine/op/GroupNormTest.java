package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class GroupNormTest {
    private static final double EPSILON = BatchNormTest.EPSILON;

    @Test
    void everyNumberOfGroups() {
        for (Shape shape : List.of(Shape.of(3, 6), Shape.of(2, 6, Lanes.LANES + 3), Shape.of(2, 6, 3, 2))) {
            Shape c = Shape.of(6);
            for (int groups : new int[] {1, 2, 3}) {
                onEveryLayout(shape, x -> {
                    check(() -> new GroupNorm(groups, EPSILON), in -> BatchNormTest.normalized(shape, groups, in), x);
                    check(
                            () -> new GroupNorm(groups, EPSILON),
                            in -> BatchNormTest.normalized(shape, groups, in),
                            x,
                            random(c, 2),
                            random(c, 3));
                });
            }
        }
    }

    /// Figures of `torch.nn.functional.group_norm(x, 1, w, b, 1e-5)` of PyTorch 1.13, in double.
    @Test
    void pyTorchsFigures() {
        BatchNormTest.compare(
                new GroupNorm(1, 1e-5),
                new float[] {
                    -0.04638476f,
                    0.24638476f,
                    0.8319238f,
                    -2.7276952f,
                    -1.5566171f,
                    1.9566171f,
                    0.29702738f,
                    -0.64870405f,
                    0.060594524f,
                    3.8253038f,
                    0.042378095f,
                    -0.90335334f
                },
                new float[] {
                    0.20075555f,
                    0.092013966f,
                    -0.41823873f,
                    -0.46006983f,
                    0.30949714f,
                    0.2760419f,
                    -0.50443845f,
                    0.54555553f,
                    -0.064615311f,
                    0.30398786f,
                    0.64468326f,
                    -0.92517289f
                },
                new float[] {5.5512328f, 6.4403257f});
    }

    @Test
    void threadsDoNotChangeTheBits() {
        int before = Threads.get();
        try {
            NDArray x = random(Shape.of(9, 12, 401), 4);
            Shape c = Shape.of(12);
            float[][] results = new float[2][];
            for (int threads = 1; threads <= 2; threads++) {
                Threads.set(threads);
                var all = OracleCheck.gradients(new GroupNorm(3, EPSILON), false, x, random(c, 2), random(c, 3));
                all.add(new GroupNorm(3, EPSILON).forward(x));
                results[threads - 1] = OracleCheck.joined(all);
            }
            assertThat(Arrays.equals(results[0], results[1])).isTrue();
        } finally {
            Threads.set(before);
        }
    }

    @Test
    void anEmptyBatch() {
        NDArray none = NDArray.zeros(Shape.of(0, 4, 3));
        assertThat(new GroupNorm(2, EPSILON).forward(none).shape()).isEqualTo(Shape.of(0, 4, 3));
        List<NDArray> gradients = OracleCheck.gradients(
                new GroupNorm(2, EPSILON), false, none, random(Shape.of(4), 1), random(Shape.of(4), 2));
        assertThat(gradients.get(1).toArray()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new GroupNorm(4, EPSILON).forward(NDArray.zeros(Shape.of(2, 6))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("groupNorm: the 6 channels of x [2, 6] cannot be divided into 4 groups");
        assertThatThrownBy(() -> new GroupNorm(0, EPSILON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("groupNorm: there must be at least 1 group, not 0");
        assertThatThrownBy(() -> new GroupNorm(3, EPSILON).forward(NDArray.zeros(Shape.of(1, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("groupNorm: expected more than 1 value per channel when training, got x [1, 3]");
    }
}
