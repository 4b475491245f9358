package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class PairwiseDistanceTest {
    @Test
    void isTheNormOfTheDifference() {
        Tensor a = Tensor.of(Shape.of(1, 2), 1, 2);
        Tensor b = Tensor.of(Shape.of(1, 2), 2, 0.5f);
        LossCheck.check(
                a,
                in -> new PairwiseDistance().call(in, b).reshape(),
                v -> Math.hypot(v[0] - 2 + 1e-6, v[1] - 0.5 + 1e-6));
        assertThat(new PairwiseDistance(1, 0, true).call(a, b).toArray()).containsExactly(2.5f);
        assertThat(new PairwiseDistance(Double.POSITIVE_INFINITY, 0, false)
                        .call(a, b)
                        .toArray())
                .containsExactly(1.5f);
        assertThat(new PairwiseDistance(0, 0, true).call(a, b).shape()).isEqualTo(Shape.of(1, 1));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new PairwiseDistance()).hasToString("PairwiseDistance()");
    }
}
