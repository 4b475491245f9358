package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class MSELossTest {
    private final Tensor x = Tensor.of(1, 2, 3, 4).reshape(2, 2).detach().requiresGrad_(true);
    private final Tensor target = Tensor.of(0, 4, 3.5f, 4).reshape(2, 2);

    @Test
    void reduces() {
        assertThat(new MSELoss(Reduction.NONE).call(x, target).toArray()).containsExactly(1, 4, 0.25f, 0);
        assertThat(new MSELoss(Reduction.SUM).call(x, target).item()).isEqualTo(5.25f);
        assertThat(new MSELoss().call(x, target).item()).isCloseTo(5.25f / 4, within(1e-6f));
    }

    @Test
    void gradientIsTwiceTheDifference() {
        new MSELoss(Reduction.SUM).call(x, target).backward();
        assertThat(Objects.requireNonNull(x.grad()).toArray()).containsExactly(2, -4, -1, 0);
    }

    @Test
    void broadcasts() {
        Tensor loss = new MSELoss().call(x, Tensor.of(2));
        assertThat(loss.item()).isEqualTo((1 + 0 + 1 + 4) / 4f);
        loss.backward();
        assertThat(x.grad()).isNotNull();
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        assertThatThrownBy(() -> new MSELoss().call(x, Tensor.ones(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[2, 2]")
                .hasMessageContaining("[3]");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new MSELoss()).hasToString("MSELoss()");
    }
}
