package lanewise.optim;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Steps with gradients that have only some rows.
class RowStepTest {
    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// Four steps, the second of no row, the fourth with rows that come twice, end where PyTorch's do.
    static void endsAt(Function<List<Tensor>, Optimizer<?>> constructor, double... expected) {
        Tensor p = Rules.parameter(Shape.of(4, 3), 1, -2, 0.5f, 0.25f, 1.5f, -1, 0, 2, -0.75f, 3, -0.5f, 1);
        Optimizer<?> optimizer = constructor.apply(List.of(p));
        long[][] index = {{2, 0, 2}, {}, {0, 1}, {2, 1, 1, 2}};
        float[][] gradients = {
            {0.5f, -1, 0, 0.25f, 2, 0, -1.5f, 0.125f, 1e-3f},
            {},
            {0.75f, -0.5f, -2, 4, 0.0625f, 0.5f},
            {-0.375f, 1, 1, 0.5f, -3, 0.25f, 1.25f, 0.75f, -0.5f, 1, -1, 2}
        };
        for (int t = 0; t < index.length; t++) {
            optimizer.zeroGrad();
            SparseGradients.add(p, index[t], gradients[t]);
            optimizer.step();
        }
        double[] actual = Rules.doubles(p);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void endWherePyTorchEnds() {
        endsAt(p -> new SGD(p, 0.1), 0.9, -2.15, 0.7, -0.325, 1.71875, -1.025, 0.0375, 2.0875, -1.0501, 3, -0.5, 1);
        endsAt(
                p -> new AdaGrad(p, 0.1),
                0.80513167,
                -2.07574644,
                0.6,
                0.109918117,
                1.49996144,
                -1.05527864,
                0.047000106,
                2.1,
                -0.949999984,
                3,
                -0.5,
                1);
        endsAt(
                p -> new AdaGrad(
                        p,
                        new AdaGrad.Options(0.1)
                                .withLrDecay(0.5)
                                .withInitialAccumulatorValue(2)
                                .withEps(0.125)),
                0.962498377,
                -2.06816149,
                0.538842648,
                0.189360531,
                1.53030761,
                -1.00930814,
                0.0411350082,
                2.0489369,
                -0.784932219,
                3,
                -0.5,
                1);
    }

    /// Bit for bit, since a gradient of zero changes nothing with these rules, or the whole matrix makes the step;
    /// beside parameters with dense gradients, and in memory that goes on behind the table.
    @Test
    void areThoseOfTheDenseGradient() {
        for (var options : List.of(
                new SGD.Options(0.1),
                new SGD.Options(0.1).withMaximize(true),
                new SGD.Options(0.1).withMomentum(0.9).withDampening(0.5),
                new SGD.Options(0.1).withMomentum(0.9).withNesterov(true),
                new AdaGrad.Options(0.1))) {
            for (int width : new int[] {1, LANES - 1, LANES, 2 * LANES + 3, 1003}) {
                for (int count = 1; count <= 3; count++) {
                    Threads.set(count);
                    areThoseOfTheDenseGradient(options, width);
                }
            }
        }
    }

    private static void areThoseOfTheDenseGradient(OptimizerOptions<?> options, int width) {
        var random = new Random(width);
        float[] memory = Rules.normal(random, 41 * width);
        Tensor whole = Tensor.of(Shape.of(41, width), memory);
        Tensor sparse = whole.narrow(0, 0, 40).detach().requiresGrad_(true);
        Tensor dense = Tensor.of(sparse.shape(), sparse.toArray()).requiresGrad_(true);
        Tensor beside = Rules.parameter(1, 2, 3);
        Tensor besideDense = Rules.parameter(1, 2, 3);
        Optimizer<?> rows = Rules.optimizer(List.of(sparse, beside), options);
        Optimizer<?> all = Rules.optimizer(List.of(dense, besideDense), options);
        for (int t = 0; t < 4; t++) {
            SparseGradients.draw(sparse, 17, random);
            if (t == 2) { // one dense step between
                sparse.setGrad(sparse.denseGrad());
            }
            dense.setGrad(Objects.requireNonNull(sparse.denseGrad()).clone());
            beside.setGrad(Tensor.of(1, t, 3));
            besideDense.setGrad(Tensor.of(1, t, 3));
            rows.step();
            all.step();
        }
        assertThat(sparse.toArray()).isEqualTo(dense.toArray());
        assertThat(beside.toArray()).isEqualTo(besideDense.toArray());
        for (int i = 40 * width; i < 41 * width; i++) {
            assertThat(whole.array().data()[i]).isEqualTo(memory[i]);
        }
    }

    @Test
    void aStepIsSeenByTheVersionAndZeroGradClears() {
        Tensor p = Rules.parameter(Shape.of(2, 1), 1, 2);
        var sgd = new SGD(List.of(p), 1);
        SparseGradients.add(p, new long[] {1}, 1);
        int version = p.array().storage().version();
        sgd.step();
        assertThat(p.array().storage().version()).isGreaterThan(version);
        sgd.zeroGrad(false);
        assertThat(Objects.requireNonNull(p.sparseGrad()).count()).isZero();
        sgd.zeroGrad();
        assertThat(p.hasSparseGrad()).isFalse();
    }

    @Test
    void otherRulesRefuseSparseGradientsByName() {
        for (OptimizerOptions<?> options : AllRules.OPTIONS) {
            boolean takesThem =
                    options instanceof AdaGrad.Options || options instanceof SGD.Options sgd && sgd.weightDecay() == 0;
            if (!takesThem) {
                Tensor other = Rules.parameter(1, 2);
                Tensor p = Rules.parameter(Shape.of(2, 2), 1, 2, 3, 4);
                other.setGrad(Tensor.of(1, 1));
                SparseGradients.add(p, new long[] {1}, 5, 6);
                Optimizer<?> optimizer = Rules.optimizer(List.of(other, p), options);
                String name = optimizer.getClass().getSimpleName();
                assertThatThrownBy(optimizer::step)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(
                                name + ": the gradient of parameter 1, [2, 2], is sparse; " + name + " ");
                assertThat(other.toArray()).containsExactly(1, 2);
                assertThat(p.toArray()).containsExactly(1, 2, 3, 4);
            }
        }
        Tensor p = Rules.parameter(Shape.of(2, 1), 1, 2);
        SparseGradients.add(p, new long[] {1}, 5);
        assertThatThrownBy(new Adam(List.of(p))::step)
                .hasMessage("Adam: the gradient of parameter 0, [2, 1], is sparse; Adam does not support sparse"
                        + " gradients; consider SparseAdam instead, or an embedding without the option sparse");
        assertThatThrownBy(new SGD(List.of(p), new SGD.Options(0.1).withWeightDecay(0.2))::step)
                .hasMessageContaining("SGD with weight decay 0.2");
        assertThatThrownBy(new AdaGrad(List.of(p), new AdaGrad.Options().withWeightDecay(0.1))::step)
                .hasMessageContaining("AdaGrad with weight decay 0.1");
    }

    /// As PyTorch's does.
    @Test
    void lbfgsTakesThemAsWholeMatrices() {
        Tensor p = Rules.parameter(Shape.of(2, 1), 1, 2);
        Tensor q = Rules.parameter(Shape.of(2, 1), 1, 2);
        new LBFGS(List.of(p)).step(() -> {
            p.setGrad(null);
            SparseGradients.add(p, new long[] {1}, 2 * p.get(1).item());
            return p.detach().square().sum();
        });
        new LBFGS(List.of(q)).step(() -> {
            q.setGrad(Tensor.of(Shape.of(2, 1), 0, 2 * q.get(1).item()));
            return q.detach().square().sum();
        });
        assertThat(p.toArray()).isEqualTo(q.toArray());
        assertThat(p.get(1).item()).isNotEqualTo(2f);
    }

    @Test
    void clippingTakesTheRowsThatThereAre() {
        Tensor p = Rules.parameter(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        Tensor other = Rules.parameter(1, 2);
        SparseGradients.add(p, new long[] {1, 1}, 1, 2, 2, 2);
        other.setGrad(Tensor.of(12, 0));
        assertThat(GradientClipping.clipGradNorm_(List.of(p, other), 6.5)).isEqualTo(13);
        assertThat(Objects.requireNonNull(p.denseGrad()).toArray())
                .containsExactly(new float[] {0, 0, 1.5f, 2, 0, 0}, within(1e-6f));
        GradientClipping.clipGradValue_(List.of(p, other), 1.75);
        assertThat(Objects.requireNonNull(p.denseGrad()).toArray())
                .containsExactly(new float[] {0, 0, 1.5f, 1.75f, 0, 0}, within(1e-6f));
        assertThatThrownBy(() -> GradientClipping.clipGradNorm_(List.of(other, p), 1, Double.NEGATIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the gradient of parameter 1, [3, 2], is sparse");
    }
}
