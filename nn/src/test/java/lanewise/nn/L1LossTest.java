package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class L1LossTest {
    private final Tensor x = Tensor.of(1, 2, 3, 4).reshape(2, 2).detach().requiresGrad_(true);
    private final Tensor target = Tensor.of(0, 4, 3.5f, 4).reshape(2, 2);

    @Test
    void reduces() {
        assertThat(new L1Loss(Reduction.NONE).call(x, target).toArray()).containsExactly(1, 2, 0.5f, 0);
        assertThat(new L1Loss(Reduction.SUM).call(x, target).item()).isEqualTo(3.5f);
        assertThat(new L1Loss().call(x, target).item()).isCloseTo(3.5f / 4, within(1e-6f));
    }

    @Test
    void gradientIsTheSign() {
        new L1Loss(Reduction.SUM).call(x, target).backward();
        assertThat(Objects.requireNonNull(x.grad()).toArray()).containsExactly(1, -1, -1, 0);
    }

    @Test
    void broadcasts() {
        Tensor loss = new L1Loss().call(x, Tensor.of(2));
        assertThat(loss.item()).isEqualTo((1 + 0 + 1 + 2) / 4f);
        loss.backward();
        assertThat(x.grad()).isNotNull();
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        assertThatThrownBy(() -> new L1Loss().call(x, Tensor.ones(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 2]")
                .hasMessageContaining("[3]");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new L1Loss()).hasToString("L1Loss()");
    }
}
