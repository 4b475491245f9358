package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every rule finds the minimum of a parabola and of Rosenbrock's valley, and learns two classes of points that no
/// line divides. A new optimizer is one row.
class ConvergenceTest {
    /// The options, and the learning rate for each of the three.
    record Row(OptimizerOptions<?> options, double onParabola, double inValley, double forClasses) {}

    static final List<Row> ROWS = List.of(
            new Row(new SGD.Options(), 5e-3, 1e-3, 0.5),
            new Row(new SGD.Options().withMomentum(0.9), 1e-3, 1e-3, 0.1),
            new Row(new SGD.Options().withMomentum(0.9).withNesterov(true), 1e-3, 5e-4, 0.1),
            new Row(new Adam.Options(), 0.02, 0.02, 0.02),
            new Row(new Adam.Options().withAmsgrad(true), 0.02, 0.1, 0.02),
            new Row(new AdamW.Options(), 0.02, 0.02, 0.02),
            new Row(new RMSProp.Options(), 0.01, 0.01, 0.01),
            new Row(new AdaGrad.Options(), 0.5, 0.5, 0.1),
            new Row(new Adadelta.Options(), 1, 1, 1),
            new Row(new Adamax.Options(), 0.02, 0.02, 0.02),
            new Row(new NAdam.Options(), 0.02, 0.02, 0.02),
            new Row(new RAdam.Options(), 0.02, 5e-3, 0.05),
            new Row(new ASGD.Options(), 5e-3, 1e-3, 0.5),
            new Row(new Rprop.Options(), 0.01, 0.01, 0.01),
            new Row(new Lion.Options(), 5e-3, 5e-3, 0.01));

    /// `u² + 10·v² + 100·w²`
    @ParameterizedTest
    @FieldSource("ROWS")
    void findsTheBottomOfAParabola(Row row) {
        Tensor p = Rules.parameter(Shape.of(1, 3), 0.4f, -0.3f, 0.2f);
        Tensor curvature = Tensor.of(Shape.of(1, 3), 1, 10, 100);
        var options = row.options.withLearningRate(row.onParabola);
        assertThat(minimum(
                        List.of(p),
                        options,
                        1000,
                        () -> p.square().mul(curvature).sum()))
                .isLessThan(1e-4f);
    }

    /// Rosenbrock's `(1 − x)² + 100·(y − x²)²`, along whose bottom it is a long way.
    @ParameterizedTest
    @FieldSource("ROWS")
    void followsACurvedValley(Row row) {
        Tensor p = Rules.parameter(Shape.of(1, 2), -0.5f, 0.5f);
        var options = row.options.withLearningRate(row.inValley);
        assertThat(minimum(List.of(p), options, 6000, () -> {
                    Tensor x = p.select(1, 0);
                    Tensor y = p.select(1, 1);
                    Tensor height = y.sub(x.square()).square().mul(100f);
                    return x.sub(1f).square().add(height).sum();
                }))
                .isLessThan(0.02f);
    }

    /// Points around the corners of a square, each class at two opposite ones, and a network of eight hidden units.
    @ParameterizedTest
    @FieldSource("ROWS")
    void learnsTwoClasses(Row row) {
        var random = new Random(5);
        float[] points = Rules.normal(random, 2 * 64);
        float[] classes = new float[64];
        for (int i = 0; i < 64; i++) {
            float right = i % 2 == 0 ? 1 : -1;
            float up = i % 4 < 2 ? 1 : -1;
            points[2 * i] = right + 0.25f * points[2 * i];
            points[2 * i + 1] = up + 0.25f * points[2 * i + 1];
            classes[i] = right * up;
        }
        Tensor x = Tensor.of(Shape.of(64, 2), points);
        Tensor y = Tensor.of(Shape.of(64, 1), classes);
        Tensor hidden = Rules.parameter(Shape.of(2, 8), Rules.normal(random, 16));
        Tensor hiddenBias = Rules.parameter(Shape.of(1, 8), Rules.normal(random, 8));
        Tensor out = Rules.parameter(Shape.of(8, 1), Rules.normal(random, 8));
        Tensor outBias = Rules.parameter(Shape.of(1, 1), 0);
        var options = row.options.withLearningRate(row.forClasses);
        assertThat(minimum(List.of(hidden, hiddenBias, out, outBias), options, 300, () -> {
                    Tensor score =
                            x.matmul(hidden).add(hiddenBias).tanh().matmul(out).add(outBias);
                    return score.mul(y).neg().exp().add(1f).log().mean(); // −log σ(±score)
                }))
                .isLessThan(0.15f);
    }

    /// The loss after some steps; in their second half the learning rate falls to 0.
    private static float minimum(
            List<Tensor> parameters, OptimizerOptions<?> options, int steps, Supplier<Tensor> loss) {
        Optimizer<?> optimizer = Rules.optimizer(parameters, options);
        for (int t = 0; t < steps; t++) {
            double share = Math.min(1, 2 * (1 - (double) t / steps));
            optimizer.paramGroups().getFirst().setLearningRate(options.learningRate() * share);
            optimizer.step(() -> {
                optimizer.zeroGrad();
                Tensor value = loss.get();
                value.backward();
                return value;
            });
        }
        return loss.get().item();
    }
}
