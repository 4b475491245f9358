package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class CosineSimilarityTest {
    @Test
    void isTheCosineOfTheAngle() {
        Tensor a = Tensor.of(Shape.of(1, 2), 1, 2);
        Tensor b = Tensor.of(Shape.of(1, 2), 2, 0.5f);
        LossCheck.check(
                a,
                in -> new CosineSimilarity().call(in, b).reshape(),
                v -> (2 * v[0] + 0.5 * v[1]) / Math.sqrt((v[0] * v[0] + v[1] * v[1]) * 4.25));
        assertThat(new CosineSimilarity(0, 1e-8).call(a, b).shape()).isEqualTo(Shape.of(2));
        assertThat(new CosineSimilarity().call(a, Tensor.zeros(1, 2)).item()).isZero();
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new CosineSimilarity()).hasToString("CosineSimilarity()");
    }
}
