package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class MultilabelMarginLossTest {
    private static final LongArray LABELS = LongArray.of(Shape.of(3, 4), 3, 0, -1, 1, -1, 2, 2, 2, 1, 3, 0, 2);

    private static double[] loss(double[] x, Reduction reduction) {
        boolean[][] isLabel = {{true, false, false, true}, {false, false, false, false}, {true, true, true, true}};
        double[] losses = new double[3];
        double sum = 0;
        for (int row = 0; row < 3; row++) {
            for (int label = 0; label < 4; label++) {
                for (int j = 0; j < 4; j++) {
                    if (isLabel[row][label] && !isLabel[row][j]) {
                        losses[row] += Math.max(0, 1 - x[row * 4 + label] + x[row * 4 + j]) / 4;
                    }
                }
            }
            sum += losses[row];
        }
        return reduction == Reduction.NONE ? losses : new double[] {reduction == Reduction.MEAN ? sum / 3 : sum};
    }

    @Test
    void everyReduction() {
        for (Reduction reduction : Reduction.values()) {
            OracleCheck.onEveryLayout(
                    Shape.of(3, 4),
                    x -> OracleCheck.check(
                            () -> new MultilabelMarginLoss(LABELS, reduction), in -> loss(in[0], reduction), x));
        }
    }

    @Test
    void oneExample() {
        NDArray x = NDArray.of(Shape.of(4), 0.1f, 0.2f, 0.4f, 0.8f);
        LongArray labels = LongArray.of(Shape.of(4), 3, 0, -1, 1);
        assertThat((double) new MultilabelMarginLoss(labels, Reduction.NONE)
                        .forward(x)
                        .item())
                .isCloseTo(0.85, org.assertj.core.api.Assertions.within(1e-6));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(
                        () -> new MultilabelMarginLoss(LABELS, Reduction.MEAN).forward(NDArray.zeros(Shape.of(3, 5))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("scores [3, 5] and labels [3, 4]");
        LongArray beyond = LongArray.of(Shape.of(2), 0, 2);
        assertThatThrownBy(() -> new MultilabelMarginLoss(beyond, Reduction.MEAN).forward(NDArray.zeros(Shape.of(2))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("label 2 at position 1 is neither -1 nor one of 2 classes");
    }
}
