package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GradCheckTest {
    private final Tensor x = Tensor.of(Shape.of(2, 2), 0.5f, -1, 2, 0.1f).requiresGrad_(true);
    private final Tensor y = Tensor.of(3, 4);

    @Test
    void acceptsGradientsThatAreRight() {
        new GradCheck().check(t -> t[0].matmul(t[1]).tanh(), x, y);
        new GradCheck().check(t -> t[0].exp().div(t[1]), x, y.clone().requiresGrad_(true));
        assertThat(x.grad()).isNull();
    }

    @Test
    void comparesWithAFunctionInDouble() {
        new GradCheck(1.0 / 64, 1e-6, 1e-6)
                .check(
                        t -> t[0].square(),
                        t -> {
                            double sum = 0;
                            for (double element : t[0]) {
                                sum += element * element;
                            }
                            return sum;
                        },
                        x);
    }

    @Test
    void refusesAWrongGradient() {
        Function wrong = new Function() {
            @Override
            protected Tensor forward(Context context, Tensor... inputs) {
                return inputs[0].mul(2);
            }

            @Override
            protected @Nullable Tensor[] backward(Context context, Tensor outputGradient) {
                return new Tensor[] {outputGradient.mul(2.1f)};
            }
        };
        assertThatThrownBy(() -> new GradCheck().check(t -> wrong.apply(t[0]), x))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("GradCheck: the gradient of input 0, element 0, is ");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new GradCheck().check(t -> t[0], y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("GradCheck: no input requires a gradient");
        assertThatThrownBy(() -> new GradCheck(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
