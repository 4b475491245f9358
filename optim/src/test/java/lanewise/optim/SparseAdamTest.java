package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.io.StateDict;
import lanewise.optim.SparseAdam.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SparseAdamTest {
    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// The values are PyTorch 1.13's in float64.
    @Test
    void endsWherePyTorchEnds() {
        RowStepTest.endsAt(
                p -> new SparseAdam(p, 0.1),
                0.821212086,
                -2.14030206,
                0.56388135,
                0.114879577,
                1.49275715,
                -1.08468071,
                0.113556726,
                2.15232767,
                -0.908098648,
                3,
                -0.5,
                1);
        RowStepTest.endsAt(
                p -> new SparseAdam(
                        p, new Options(0.05).withBetas(0.5, 0.75).withEps(0.125).withMaximize(true)),
                1.06188759,
                -1.94497274,
                0.461379286,
                0.330921015,
                1.46956478,
                -0.971034464,
                -0.0358179211,
                1.94196796,
                -0.709090148,
                3,
                -0.5,
                1);
    }

    /// In double, for rows of every kind of width and any number of threads; what is not touched keeps its bits.
    @Test
    void followsTheFormula() {
        for (int width : new int[] {1, LANES - 1, LANES, 2 * LANES + 3, 1003}) {
            for (int count = 1; count <= 3; count++) {
                Threads.set(count);
                followsTheFormula(width, new Random(width));
            }
        }
    }

    private static void followsTheFormula(int width, Random random) {
        Tensor p = SparseGradients.table(60, width, random);
        float[] before = p.toArray();
        double[] expected = Rules.doubles(p);
        double[] m = new double[expected.length];
        double[] v = new double[expected.length];
        boolean[] touched = new boolean[expected.length];
        var adam = new SparseAdam(List.of(p), 0.1);
        for (int t = 1; t <= 8; t++) {
            SparseGradients.draw(p, 25, random);
            float[] g = Objects.requireNonNull(p.denseGrad()).toArray();
            for (long row : Objects.requireNonNull(p.sparseGrad()).indices().toArray()) {
                for (int i = (int) row * width; i < (row + 1) * width; i++) {
                    touched[i] = true;
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    expected[i] -= 0.1
                            * Math.sqrt(1 - Math.pow(0.999, t))
                            / (1 - Math.pow(0.9, t))
                            * m[i]
                            / (Math.sqrt(v[i]) + 1e-8);
                }
            }
            adam.step();
        }
        float[] actual = p.toArray();
        for (int i = 0; i < actual.length; i++) {
            if (touched[i]) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("element %d", i)
                        .isLessThan(4e-6);
            } else {
                assertThat(actual[i]).isEqualTo(before[i]);
            }
        }
    }

    @Test
    void goesOnFromASavedState() {
        var random = new Random(3);
        Tensor p = SparseGradients.table(9, 5, random);
        var adam = new SparseAdam(List.of(p), 0.1);
        for (int t = 0; t < 3; t++) {
            SparseGradients.draw(p, 4, random);
            adam.step();
        }
        StateDict saved = adam.stateDict();
        assertThat(saved.dict("state").dict("0").keys()).containsExactly("step", "exp_avg", "exp_avg_sq");
        assertThat(saved.dicts("param_groups").getFirst().keys())
                .containsExactly("lr", "betas", "eps", "maximize", "params");
        Tensor again = Rules.parameter(p.shape(), p.toArray());
        var resumed = new SparseAdam(List.of(again), new Options(0.5).withBetas(0, 0));
        resumed.loadStateDict(saved);
        for (int t = 0; t < 3; t++) {
            SparseGradients.draw(p, 4, new Random(t));
            SparseGradients.draw(again, 4, new Random(t));
            adam.step();
            resumed.step();
        }
        assertThat(again.toArray()).isEqualTo(p.toArray());
    }

    /// As in PyTorch a step counts for a parameter whose gradient has no rows, and not for one without gradient.
    @Test
    void countsStepsWithoutRows() {
        Tensor p = Rules.parameter(Shape.of(2, 1), 1, 2);
        var adam = new SparseAdam(List.of(p));
        adam.step();
        assertThat(adam.stateDict().dict("state").size()).isZero();
        SparseGradients.add(p, new long[0]);
        adam.step();
        assertThat(adam.stateDict().dict("state").dict("0").number("step")).isEqualTo(1);
        assertThat(p.toArray()).containsExactly(1, 2);
    }

    @Test
    void refusesADenseGradientByName() {
        Tensor first = Rules.parameter(Shape.of(2, 1), 1, 2);
        Tensor p = Rules.parameter(1, 2);
        p.setGrad(Tensor.of(1, 1));
        SparseGradients.add(first, new long[] {1}, 1);
        var adam = new SparseAdam(List.of(first, p));
        assertThatThrownBy(adam::step)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SparseAdam: the gradient of parameter 1, [2], is dense; SparseAdam does not support dense"
                        + " gradients; consider Adam instead, or an embedding with the option sparse");
        assertThat(first.toArray()).containsExactly(1, 2);
    }

    @Test
    void refusesBadOptions() {
        refused(() -> new Options(-0.1), "SparseAdam: learningRate is -0.1");
        refused(() -> new Options().withBetas(1, 0.9), "SparseAdam: beta1 is 1.0");
        refused(() -> new Options().withBetas(0.9, -1), "SparseAdam: beta2 is -1.0");
        refused(() -> new Options().withEps(-1), "SparseAdam: eps is -1.0");
        refused(() -> new Options().withEps(0), "SparseAdam: eps is 0.0; it must be above 0");
    }

    @Test
    void hasPyTorchsDefaults() {
        assertThat(new Options()).isEqualTo(new Options(1e-3, 0.9, 0.999, 1e-8, false));
        var p = List.of(Rules.parameter(Shape.of(1, 1), 1));
        assertThat(new SparseAdam(p).defaults()).isEqualTo(new Options());
        assertThat(new SparseAdam(p, 0.5).defaults()).isEqualTo(new Options(0.5));
    }

    private static void refused(ThrowingCallable construction, String message) {
        assertThatThrownBy(construction)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
