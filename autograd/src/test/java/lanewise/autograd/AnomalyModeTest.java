package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnomalyModeTest {
    @Test
    void namesTheOperationWhereNaNAppeared() {
        Tensor x = Tensor.of(1, -1);
        try (AnomalyMode _ = AnomalyMode.detect()) {
            assertThatThrownBy(() -> x.log().mul(x).sum())
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("log: the result [2] has a NaN, and the inputs, [2], have none");
        }
        assertThatCode(() -> x.log()).doesNotThrowAnyException();
    }

    @Test
    void namesTheOperationWhoseGradientIsNaN() {
        Tensor x = Tensor.of(0, 1).requiresGrad_(true);
        try (AnomalyMode _ = AnomalyMode.detect()) {
            Tensor loss = x.sqrt().mul(Tensor.of(0, 1)).sum(); // 0 times infinity
            assertThatThrownBy(loss::backward)
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessageContaining("backward of sqrt: the gradient [2] of input 0 has a NaN");
        }
    }

    @Test
    void numbersThatAreNoneAtFirstPass() {
        Tensor x = Tensor.of(Float.NaN, 1).requiresGrad_(true);
        try (AnomalyMode _ = AnomalyMode.detect()) {
            assertThat(AnomalyMode.isEnabled()).isTrue();
            x.mul(2).sum().backward();
        }
        assertThat(AnomalyMode.isEnabled()).isFalse();
    }
}
