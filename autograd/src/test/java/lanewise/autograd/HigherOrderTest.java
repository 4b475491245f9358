package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.Workspace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Passes that are recorded themselves, and gradients as values.
class HigherOrderTest {
    private static final float[] POINTS = {-1.7f, -0.4f, 0.3f, 1.1f, 2.6f};

    /// The derivatives of `f` of order 1, 2, 3, each of the one before.
    private static void assertDerivatives(UnaryOperator<Tensor> f, double tolerance, DoubleUnaryOperator... expected) {
        Tensor x = leaf(POINTS);
        Tensor y = f.apply(x);
        for (int order = 0; order < expected.length; order++) {
            y = Autograd.grad(y.sum(), x, true);
            float[] derivatives = y.toArray();
            for (int i = 0; i < POINTS.length; i++) {
                double right = expected[order].applyAsDouble(POINTS[i]);
                assertThat((double) derivatives[i])
                        .as("order %d at %s", order + 1, POINTS[i])
                        .isCloseTo(right, within(tolerance * Math.max(1, Math.abs(right))));
            }
        }
        assertThat(x.grad()).isNull();
    }

    @Test
    void derivativesOfTheSine() {
        assertDerivatives(Tensor::sin, 1e-6, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x), Math::sin);
    }

    @Test
    void derivativesOfTheExponential() {
        assertDerivatives(Tensor::exp, 1e-6, Math::exp, Math::exp, Math::exp);
    }

    @Test
    void bothFormsOfXlogysGradientPassNothingWhereNothingComesBack() {
        Tensor a = leaf(2, 0, 0, 2, 2, 3);
        Tensor b = leaf(0, 0, Float.NaN, Float.NaN, -1, 2);
        Tensor zeros = Tensor.zeros(6);
        BoolTensor last = BoolTensor.of(false, false, false, false, false, true);
        for (boolean record : new boolean[] {false, true}) {
            Tensor nothing = Autograd.grad(a.xlogy(b).mul(zeros).sum(), a, record);
            assertThat(nothing.toArray()).containsExactly(0, 0, Float.NaN, Float.NaN, 0, 0);
            Tensor masked = Autograd.grad(a.xlogy(b).where(last, zeros).sum(), a, record);
            assertThat(masked.toArray()).containsExactly(0, 0, Float.NaN, Float.NaN, 0, (float) Math.log(2));
            Tensor all = Autograd.grad(a.xlogy(b).sum(), a, record);
            assertThat(all.toArray())
                    .containsExactly(Float.NEGATIVE_INFINITY, 0, Float.NaN, Float.NaN, Float.NaN, (float) Math.log(2));
        }
        Tensor y = leaf(2, 0.5f);
        Tensor logarithms = Autograd.grad(leaf(3, 0).xlogy(y).sum(), y, true);
        assertThat(Autograd.grad(logarithms.sum(), y, false).toArray()).containsExactly(-0.75f, -0f);
    }

    @Test
    void derivativesOfPowers() {
        assertDerivatives(x -> x.pow(4), 1e-6, x -> 4 * x * x * x, x -> 12 * x * x, x -> 24 * x, x -> 24);
        assertDerivatives(x -> x.mul(x).mul(x), 1e-6, x -> 3 * x * x, x -> 6 * x, x -> 6);
    }

    @Test
    void derivativesOfTheHyperbolicTangent() {
        assertDerivatives(
                Tensor::tanh,
                1e-5,
                x -> 1 - Math.pow(Math.tanh(x), 2),
                x -> -2 * Math.tanh(x) * (1 - Math.pow(Math.tanh(x), 2)),
                x -> (6 * Math.pow(Math.tanh(x), 2) - 2) * (1 - Math.pow(Math.tanh(x), 2)));
    }

    @Test
    void aSumOfProductsOfSines() {
        Tensor x = leaf(0.5f, 1.5f);
        Tensor first = Autograd.grad(x.mul(x.sin()).sum(), x, true);
        Tensor second = Autograd.grad(first.sum(), x);
        for (int i = 0; i < 2; i++) {
            double at = x.toArray()[i];
            assertThat((double) first.toArray()[i]).isCloseTo(Math.sin(at) + at * Math.cos(at), within(1e-6));
            assertThat((double) second.toArray()[i]).isCloseTo(2 * Math.cos(at) - at * Math.sin(at), within(1e-6));
        }
        assertThat(second.requiresGrad()).isFalse();
    }

    @Test
    void mixedDerivatives() {
        Tensor x = leaf(2);
        Tensor y = leaf(3);
        Tensor dx = Autograd.grad(x.square().mul(y).sum(), x, true); // 2xy
        List<Tensor> second = Autograd.grad(List.of(dx), List.of(x, y));
        assertThat(second.get(0).toArray()).containsExactly(6);
        assertThat(second.get(1).toArray()).containsExactly(4);
    }

    // ---- backward with createGraph

    @Test
    void backwardGivesGradientsWithAHistory() {
        Tensor x = leaf(2, 3);
        x.pow(3).sum().backward(false, true);
        Tensor first = BackwardTest.grad(x);
        assertThat(first.requiresGrad()).isTrue();
        assertThat(first.toArray()).containsExactly(12, 27);
        x.setGrad(null);
        first.sum().backward();
        assertThat(gradient(x)).containsExactly(12, 18);
    }

    @Test
    void theGraphStays() {
        Tensor x = leaf(2);
        Tensor y = x.pow(3).sum();
        y.backward(false, true);
        y.backward();
        assertThat(gradient(x)).containsExactly(24);
    }

    @Test
    void gradientsAddUpWithTheirHistories() {
        Tensor x = leaf(2);
        x.pow(2).sum().backward(false, true);
        x.pow(3).sum().backward(false, true);
        Tensor sum = BackwardTest.grad(x); // 2x + 3x²
        x.setGrad(null);
        sum.backward(Tensor.of(1));
        assertThat(gradient(x)).containsExactly(14); // 2 + 6x
    }

    @Test
    void anOrdinaryPassAddsToAGradientWithAHistory() {
        Tensor x = leaf(2);
        Tensor y = leaf(3);
        x.add(y).sum().backward(true, true);
        x.mul(5).sum().backward();
        assertThat(gradient(x)).containsExactly(6);
        assertThat(gradient(y)).as("not the same memory").containsExactly(1);
    }

    @Test
    void theGradientToBeginWithHasAHistory() {
        Tensor x = leaf(2, 3);
        Tensor v = leaf(1, 10);
        Tensor product = Autograd.grad(x.square(), x, v, true); // 2xv
        assertThat(product.toArray()).containsExactly(4, 60);
        assertThat(Autograd.grad(product.sum(), v).toArray()).containsExactly(4, 6);
    }

    @Test
    void retainedGradientsAndHooks() {
        Tensor x = leaf(2);
        Tensor middle = x.square();
        List<Boolean> recorded = new ArrayList<>();
        middle.retainGrad();
        middle.registerHook(gradient -> {
            recorded.add(GradMode.isEnabled());
            return gradient.mul(10);
        });
        middle.square().sum().backward(false, true); // 2·10·m
        Tensor retained = BackwardTest.grad(middle);
        assertThat(retained.toArray()).containsExactly(80);
        assertThat(BackwardTest.grad(x).toArray()).containsExactly(320); // 40x³
        assertThat(Autograd.grad(BackwardTest.grad(x).sum(), x).toArray()).containsExactly(3360);
        assertThat(recorded).containsExactly(true, false);
    }

    @Test
    void leavesOutliveTheirWorkspace() {
        Tensor x = leaf(2, 3);
        try (Workspace _ = Workspace.open()) {
            x.pow(3).sum().backward(false, true);
        }
        assertThat(gradient(x)).containsExactly(12, 27);
    }

    @Test
    void savedValuesAreStillChecked() {
        Tensor x = leaf(2);
        Tensor y = x.mul(1);
        Tensor first = Autograd.grad(y.pow(3).sum(), y, true);
        try (GradMode _ = GradMode.noGrad()) {
            y.add_(1);
        }
        assertThatThrownBy(() -> Autograd.grad(first.sum(), x))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version");
    }

    @Test
    void aRecordedChangeInPlace() {
        Tensor x = leaf(2, 3);
        Tensor y = x.mul(1);
        y.mul_(x); // x²
        y.exp_(); // e^x²
        Tensor first = Autograd.grad(y.sum(), x, true);
        Tensor second = Autograd.grad(first.sum(), x);
        for (int i = 0; i < 2; i++) {
            double at = x.toArray()[i];
            double value = Math.exp(at * at);
            assertThat((double) second.toArray()[i]).isCloseTo((2 + 4 * at * at) * value, within(1e-5 * value * 40));
        }
    }

    /// The values are those of mpmath, with 30 digits.
    @Test
    void sincAndTheGammaFunctionAsOftenAsOneLikes() {
        Tensor x = leaf(0.3f);
        Tensor derivative = x.sinc();
        for (double expected : new double[] {
            -0.90202815944631688, -2.4584852237111802, 5.2474933156304304, 13.648773413222165, -36.627474772670723
        }) {
            derivative = Autograd.grad(derivative.sum(), x, true);
            assertThat((double) derivative.item()).isCloseTo(expected, within(3e-7 * Math.abs(expected)));
        }
        derivative = x.lgamma();
        for (double expected : new double[] {
            -3.5025240762240176, 12.245363648789222, -75.272527729786553, 743.14164683493489, -9883.4665928969179
        }) {
            derivative = Autograd.grad(derivative.sum(), x, true);
            assertThat((double) derivative.item()).isCloseTo(expected, within(3e-7 * Math.abs(expected)));
        }
    }

    @Test
    void whatCannotBeDifferentiatedTwiceSaysSoBeforeAnythingChanges() {
        Tensor x = leaf(0.5f);
        Tensor y = leaf(2);
        y.setGrad(Tensor.of(7));
        Tensor loss = Linalg.svdvals(x.reshape(1, 1)).add(y.mul(3)).sum();
        assertThatThrownBy(() -> loss.backward(false, true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("backward with createGraph: the gradient of svdvals cannot be differentiated, since this"
                        + " operation states it by its kernel alone; compose the same function of other"
                        + " operations, or do without createGraph");
        assertThat(gradient(y)).containsExactly(7);
        loss.backward();
        assertThat(gradient(y)).containsExactly(10);
    }

    // ---- functions of one's own

    private static final class Cube extends Function {
        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            context.saveForBackward(inputs[0]);
            return inputs[0].pow(3);
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            return new Tensor[] {
                outputGradient.mul(context.savedTensors()[0].square().mul(3))
            };
        }
    }

    private static final class Exponential extends Function {
        private final boolean once;

        Exponential(boolean once) {
            this.once = once;
        }

        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            Tensor y = inputs[0].exp();
            context.saveForBackward(y);
            return y;
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            return new Tensor[] {outputGradient.mul(context.savedTensors()[0])};
        }

        @Override
        protected boolean isOnceDifferentiable() {
            return once;
        }
    }

    @Test
    void aFunctionOfItsInput() {
        assertDerivatives(x -> new Cube().apply(x), 1e-6, x -> 3 * x * x, x -> 6 * x, x -> 6);
    }

    @Test
    void aFunctionOfItsOutput() {
        assertDerivatives(x -> new Exponential(false).apply(x), 1e-6, Math::exp, Math::exp, Math::exp);
    }

    @Test
    void aFunctionThatIsOnceDifferentiable() {
        Tensor x = leaf(1);
        Tensor y = new Exponential(true).apply(x);
        assertThatThrownBy(() -> Autograd.grad(y, x, true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Exponential");
        assertThat(Autograd.grad(y, x).toArray()).containsExactly(new float[] {(float) Math.E}, within(1e-6f));
    }

    @Test
    void checkpointsAreRefusedByName() {
        Tensor x = leaf(1);
        Tensor y = GradientCheckpoint.apply(Tensor::exp, x).sum();
        assertThatThrownBy(() -> y.backward(false, true)).hasMessageContaining("GradientCheckpoint");
        assertThatThrownBy(() -> Autograd.grad(y, x)).hasMessageContaining("GradientCheckpoint");
        y.backward();
        assertThat(gradient(x)).containsExactly(new float[] {(float) Math.E}, within(1e-6f));
    }

    // ---- grad

    @Test
    void gradLeavesTheLeavesAlone() {
        Tensor x = leaf(2);
        Tensor w = leaf(3);
        w.setGrad(Tensor.of(5));
        Tensor y = x.mul(w).sum();
        List<Tensor> gradients = Autograd.grad(List.of(y), List.of(w, x));
        assertThat(gradients.get(0).toArray()).containsExactly(2);
        assertThat(gradients.get(1).toArray()).containsExactly(3);
        assertThat(gradient(w)).containsExactly(5);
        assertThat(x.grad()).isNull();
        assertThatThrownBy(() -> Autograd.grad(y, x)).hasMessageContaining("freed");
    }

    @Test
    void gradOfWhatIsNoLeaf() {
        Tensor x = leaf(2);
        Tensor middle = x.square();
        int[] calls = {0};
        x.registerHook(gradient -> {
            calls[0]++;
            return null;
        });
        Tensor y = middle.mul(middle).sum();
        assertThat(Autograd.grad(y, middle).toArray()).containsExactly(8);
        assertThat(calls[0]).as("what lies behind does not run").isZero();
        Tensor z = x.square();
        List<Tensor> both = Autograd.grad(List.of(z.square().sum()), List.of(z, x));
        assertThat(both.get(0).toArray()).containsExactly(8);
        assertThat(both.get(1).toArray()).containsExactly(32);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void gradOfSeveralOutputs() {
        Tensor x = leaf(2, 3);
        Tensor a = x.square();
        Tensor b = x.sum();
        List<@Nullable Tensor> gradients =
                Autograd.grad(List.of(a, b), List.of(x), Arrays.asList(Tensor.of(1, 10), null), true, false, false);
        assertThat(value(gradients.getFirst())).containsExactly(5, 61);
        Autograd.backward(List.of(a, b), Arrays.asList(Tensor.of(1, 10), null), false, false);
        assertThat(gradient(x)).containsExactly(5, 61);
    }

    @Test
    void unusedInputs() {
        Tensor x = leaf(2);
        Tensor other = leaf(3);
        Tensor y = x.square().sum();
        assertThatThrownBy(() -> Autograd.grad(List.of(y), List.of(x, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 1")
                .hasMessageContaining("allowUnused");
        List<@Nullable Tensor> gradients = Autograd.grad(List.of(y), List.of(x, other), null, true, false, true);
        assertThat(value(gradients.get(0))).containsExactly(4);
        assertThat(gradients.get(1)).isNull();
        gradients = Autograd.grad(List.of(y), List.of(x, other), null, false, true, true);
        assertThat(value(gradients.get(0))).containsExactly(4);
        assertThat(gradients.get(1)).isNull();
    }

    @Test
    void whatHasNoInfluenceAnyMoreHasAGradientOfZero() {
        Tensor x = leaf(-1, 2);
        Tensor slope = Autograd.grad(x.relu().sum(), x, true);
        assertThat(slope.toArray()).containsExactly(0, 1);
        assertThat(Autograd.grad(slope.sum(), x).toArray()).containsExactly(0, 0);
    }

    @Test
    void anOutputThatIsAnInput() {
        Tensor x = leaf(2);
        assertThat(Autograd.grad(x, x).toArray()).containsExactly(1);
        assertThat(Autograd.grad(x, x, true).toArray()).containsExactly(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor x = leaf(2, 3);
        Tensor y = x.square();
        assertThatThrownBy(() -> Autograd.grad(y, x)).hasMessageContaining("2 elements");
        assertThatThrownBy(() -> Autograd.grad(y.sum(), Tensor.of(1))).hasMessageContaining("requires no gradient");
        assertThatThrownBy(() -> Autograd.grad(y, x, Tensor.of(1), false)).isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Autograd.grad(List.of(y), List.of(x), List.of(), false, false, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 gradients for 1 tensors");
        assertThat(Autograd.grad(y.sum(), x).toArray()).containsExactly(4, 6);
    }

    @Test
    void gradInsideAHook() {
        Tensor x = leaf(2);
        Tensor z = leaf(5);
        Tensor y = x.square();
        float[] inner = {0};
        y.registerHook(gradient -> {
            try (GradMode _ = GradMode.enableGrad()) {
                inner[0] = Autograd.grad(z.mul(x).sum(), z).item();
            }
            return null;
        });
        y.mul(z).sum().backward();
        assertThat(inner[0]).isEqualTo(2);
        assertThat(gradient(x)).containsExactly(20);
        assertThat(gradient(z)).containsExactly(4);
    }

    // ---- against differences of the first gradient

    /// The product of the Hessian of a network's loss and a vector, by the gradient of `g·v`, and by central
    /// differences of the first gradient along `v` in double.
    @Test
    void hessianVectorProductOfANetwork() {
        Tensor x = drawn(1, 6, 3);
        Tensor[] weights = {drawn(2, 3, 4), drawn(3, 4), drawn(4, 4, 1)};
        Tensor[] direction = {drawn(5, 3, 4), drawn(6, 4), drawn(7, 4, 1)};
        for (Tensor weight : weights) {
            weight.requiresGrad_(true);
        }
        Tensor loss = x.matmul(weights[0])
                .add(weights[1])
                .tanh()
                .matmul(weights[2])
                .square()
                .mean();
        List<Tensor> gradients = Autograd.grad(List.of(loss), List.of(weights), true);
        Tensor along = Tensor.scalar(0);
        for (int i = 0; i < weights.length; i++) {
            along = along.add(gradients.get(i).mul(direction[i]).sum());
        }
        List<Tensor> product = Autograd.grad(List.of(along), List.of(weights));
        double h = 1e-4;
        double[][] above = gradientInDouble(x, weights, direction, h);
        double[][] below = gradientInDouble(x, weights, direction, -h);
        for (int i = 0; i < weights.length; i++) {
            float[] actual = product.get(i).toArray();
            for (int k = 0; k < actual.length; k++) {
                assertThat((double) actual[k])
                        .as("weight %d, element %d", i, k)
                        .isCloseTo((above[i][k] - below[i][k]) / (2 * h), within(2e-5));
            }
        }
    }

    private static Tensor drawn(long seed, int... sizes) {
        NDArray array = NDArray.empty(Shape.of(sizes));
        new Generator(seed).fillUniform(array, -1, 1);
        return Tensor.of(array);
    }

    /// The gradient of the network's loss by hand, at `weights + h·direction`.
    private static double[][] gradientInDouble(Tensor inputs, Tensor[] weights, Tensor[] direction, double h) {
        float[] x = inputs.toArray();
        double[][] w = new double[3][];
        double[][] g = new double[3][];
        for (int i = 0; i < 3; i++) {
            float[] at = weights[i].toArray();
            float[] to = direction[i].toArray();
            w[i] = new double[at.length];
            g[i] = new double[at.length];
            for (int k = 0; k < at.length; k++) {
                w[i][k] = at[k] + h * to[k];
            }
        }
        for (int n = 0; n < 6; n++) {
            double[] hidden = new double[4];
            double y = 0;
            for (int j = 0; j < 4; j++) {
                double sum = w[1][j];
                for (int k = 0; k < 3; k++) {
                    sum += x[n * 3 + k] * w[0][k * 4 + j];
                }
                hidden[j] = Math.tanh(sum);
                y += hidden[j] * w[2][j];
            }
            double dy = 2 * y / 6;
            for (int j = 0; j < 4; j++) {
                g[2][j] += dy * hidden[j];
                double before = dy * w[2][j] * (1 - hidden[j] * hidden[j]);
                g[1][j] += before;
                for (int k = 0; k < 3; k++) {
                    g[0][k * 4 + j] += before * x[n * 3 + k];
                }
            }
        }
        return g;
    }

    private static float[] value(@Nullable Tensor tensor) {
        assertThat(tensor).isNotNull();
        return tensor == null ? new float[0] : tensor.toArray();
    }
}
