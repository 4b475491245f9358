package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class FlattenTest {
    private final Tensor x = Tensor.arange(120).reshape(2, 3, 4, 5);

    @Test
    void joinsDimensions() {
        assertThat(new Flatten().call(x).shape()).isEqualTo(Shape.of(2, 60));
        assertThat(new Flatten(0, 1).call(x).shape()).isEqualTo(Shape.of(6, 4, 5));
        assertThat(new Flatten(-2, -1).call(x).shape()).isEqualTo(Shape.of(2, 3, 20));
        assertThat(new Flatten(2, 2).call(x).shape()).isEqualTo(x.shape());
        assertThat(new Flatten().call(x).toArray()).containsExactly(x.toArray());
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Flatten()).hasToString("Flatten(start_dim=1, end_dim=-1)");
    }
}
