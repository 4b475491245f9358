package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Reduction;
import org.junit.jupiter.api.Test;

class CosineEmbeddingLossTest {
    private final Tensor a = Tensor.of(Shape.of(2, 2), 1, 2, 3, 1);
    private final Tensor b = Tensor.of(Shape.of(2, 2), 2, 1, 1, 1);
    private final Tensor target = Tensor.of(1, -1);

    private static double cosine(double x, double y, double u, double v) {
        return (x * u + y * v) / Math.sqrt((x * x + y * y) * (u * u + v * v));
    }

    @Test
    void computesItsFormulaAndGradient() {
        CosineEmbeddingLoss loss = new CosineEmbeddingLoss(0.25, Reduction.MEAN);
        LossCheck.check(
                a,
                in -> loss.call(in, b, target),
                v -> (1 - cosine(v[0], v[1], 2, 1) + Math.max(0, cosine(v[2], v[3], 1, 1) - 0.25)) / 2);
        assertThat(new CosineEmbeddingLoss(Reduction.SUM)
                        .call(Tensor.of(1, 0), Tensor.of(2, 0), Tensor.scalar(1))
                        .item())
                .isZero();
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThatThrownBy(() -> new CosineEmbeddingLoss().call(a, b, Tensor.scalar(1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("inputs [2, 2] and [2, 2] with a target []");
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new CosineEmbeddingLoss()).hasToString("CosineEmbeddingLoss()");
    }
}
