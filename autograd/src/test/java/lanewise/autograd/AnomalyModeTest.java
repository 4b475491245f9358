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

    @Test
    void saysWhereTheOperationWasCalled() {
        String[] place = {"in the first part"};
        Tensor x = Tensor.of(0, 1).requiresGrad_(true);
        try (AnomalyMode _ = AnomalyMode.detect(() -> place[0], false)) {
            Tensor root = x.sqrt();
            place[0] = "in the second part";
            Tensor loss = root.mul(Tensor.of(0, 1)).sum();
            assertThatThrownBy(loss::backward)
                    .hasMessageStartingWith("backward of sqrt in the first part: the gradient [2] of input 0");
            assertThatThrownBy(() -> Tensor.of(-1).log())
                    .hasMessage("log in the second part: the result [1] has a NaN, and the inputs, [1], have none");
        }
    }

    @Test
    void infinitiesCountWhereThatIsWanted() throws InterruptedException {
        Tensor x = Tensor.of(0, 1).requiresGrad_(true);
        try (AnomalyMode _ = AnomalyMode.detect(() -> "here", true)) {
            assertThatThrownBy(x::log)
                    .hasMessage("log here: the result [2] has an infinite number, and the inputs, [2], have none");
            Tensor loss = x.sqrt().sum();
            assertThatThrownBy(loss::backward).hasMessageContaining("has an infinite number");
            try (AnomalyMode _ = AnomalyMode.detect()) {
                assertThatCode(x::log).doesNotThrowAnyException();
            }
            assertThatThrownBy(x::log).isInstanceOf(ArithmeticException.class);
            Thread other = new Thread(() -> assertThat(x.log().toArray()).contains(Float.NEGATIVE_INFINITY));
            Throwable[] thrown = new Throwable[1];
            other.setUncaughtExceptionHandler((_, e) -> thrown[0] = e);
            other.start();
            other.join();
            assertThat(thrown[0]).isNull();
        }
        assertThatCode(x::log).doesNotThrowAnyException();
    }
}
