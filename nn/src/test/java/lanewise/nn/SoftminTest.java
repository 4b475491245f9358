package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class SoftminTest {
    @Test
    void isSoftmaxOfTheNegated() {
        Tensor x = Tensor.of(1, 2, 3, 4).reshape(2, 2);
        assertThat(new Softmin(1).call(x).toArray())
                .containsExactly(new Softmax(1).call(x.neg()).toArray());
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Softmin(1)).hasToString("Softmin(dim=1)");
    }
}
