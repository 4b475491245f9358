package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Functions with a gradient of the user's own; the first two are those of PyTorch's tutorial.
class FunctionTest {
    private static final class MyReLU extends Function {
        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            context.saveForBackward(inputs[0]);
            assertThat(GradMode.isEnabled()).isFalse();
            return inputs[0].clampMin(0);
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            Tensor x = context.savedTensors()[0];
            assertThat(GradMode.isEnabled()).isFalse();
            return new Tensor[] {outputGradient.maskedFill(x.lt(0), 0)};
        }
    }

    /// `P3(x) = (5x³ − 3x) / 2`
    private static final class LegendrePolynomial3 extends Function {
        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            Tensor x = inputs[0];
            context.saveForBackward(x);
            return x.pow(3).mul(5).sub(x.mul(3)).mul(0.5f);
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            Tensor x = context.savedTensors()[0];
            return new Tensor[] {outputGradient.mul(1.5f).mul(x.square().mul(5).sub(1))};
        }
    }

    /// `x·y`, with whatever gradients a test wants.
    private static final class Product extends Function {
        private final @Nullable Tensor @Nullable [] gradients;

        Product(@Nullable Tensor @Nullable [] gradients) {
            this.gradients = gradients;
        }

        @Override
        public String name() {
            return "product";
        }

        @Override
        protected Tensor forward(Context context, Tensor... inputs) {
            Tensor result = inputs[0].mul(inputs[1]);
            context.saveForBackward(inputs[0], inputs[1], result);
            assertThat(context.needsInputGrad(0)).isEqualTo(inputs[0].requiresGrad());
            assertThat(context.needsInputGrad(1)).isEqualTo(inputs[1].requiresGrad());
            return result;
        }

        @Override
        protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
            Tensor[] saved = context.savedTensors();
            assertThat(saved[2].toArray())
                    .containsExactly(saved[0].mul(saved[1]).toArray());
            return gradients != null
                    ? gradients
                    : new Tensor[] {outputGradient.mul(saved[1]), outputGradient.mul(saved[0])};
        }
    }

    @Test
    void myRelu() {
        Tensor x = leaf(-1, 2, -3, 4);
        Tensor y = new MyReLU().apply(x.mul(2));
        assertThat(y.toArray()).containsExactly(0, 4, 0, 8);
        assertThat(y.requiresGrad()).isTrue();
        assertThat(y.toString()).contains("MyReLU");
        y.square().sum().backward();
        assertThat(gradient(x)).containsExactly(0, 16, 0, 32);
    }

    @Test
    void legendrePolynomial() {
        Tensor a = Tensor.full(Shape.SCALAR, 0.5f).requiresGrad_(true);
        Tensor x = Tensor.linspace(-1, 1, 5);
        Tensor y = new LegendrePolynomial3().apply(x.mul(a));
        y.sum().backward();
        // Σ x·1.5·(5(x/2)² − 1) is odd in x, so 0
        assertThat(gradient(a)[0]).isCloseTo(0f, org.assertj.core.api.Assertions.within(1e-6f));
        a.setGrad(null);
        new LegendrePolynomial3().apply(a.mul(2)).backward(); // 2·1.5·(5 − 1)
        assertThat(gradient(a)).containsExactly(12);
    }

    @Test
    void severalInputs() {
        Tensor x = leaf(2, 3);
        Tensor y = leaf(5, 7);
        new Product(null).apply(x, y).sum().backward();
        assertThat(gradient(x)).containsExactly(5, 7);
        assertThat(gradient(y)).containsExactly(2, 3);
    }

    @Test
    void noGradientForAnInput() {
        Tensor x = leaf(2, 3);
        Tensor y = leaf(5, 7);
        new Product(new @Nullable Tensor[] {null, Tensor.of(1, 1)})
                .apply(x, y)
                .sum()
                .backward();
        assertThat(x.grad()).isNull();
        assertThat(gradient(y)).containsExactly(1, 1);
    }

    @Test
    void withoutGradientsNothingIsRecorded() {
        assertThat(new Product(null).apply(Tensor.of(1), Tensor.of(2)).requiresGrad())
                .isFalse();
        try (GradMode _ = GradMode.noGrad()) {
            assertThat(new MyReLU().apply(leaf(1)).requiresGrad()).isFalse();
        }
    }

    @Test
    void theCallIsFreedAndChecked() {
        Tensor x = leaf(2);
        Tensor once = new MyReLU().apply(x);
        once.backward();
        assertThatThrownBy(once::backward).hasMessageContaining("MyReLU").hasMessageContaining("backward(true)");

        Tensor changed = new MyReLU().apply(x);
        try (GradMode _ = GradMode.noGrad()) {
            x.add_(1);
        }
        assertThatThrownBy(changed::backward).hasMessageContaining("MyReLU").hasMessageContaining("version");
    }

    @Test
    void gradientsThatDoNotFitAreRefused() {
        Tensor x = leaf(2, 3);
        Tensor y = leaf(5, 7);
        Tensor tooFew = new Product(new Tensor[] {Tensor.of(1, 1)}).apply(x, y).sum();
        assertThatThrownBy(tooFew::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("product: backward gave 1 gradients for 2 inputs");
        Tensor wrong = new Product(new Tensor[] {Tensor.of(1, 1), Tensor.of(1, 2, 3)})
                .apply(x, y)
                .sum();
        assertThatThrownBy(wrong::backward)
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("product: backward gave a gradient [3] for input 1, which has shape [2]");
        assertThat(x.grad()).isNull();
    }
}
