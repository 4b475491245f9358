package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NllLossTest {
    private static final NDArray WEIGHT = NDArray.of(Shape.of(4), 0.5f, 2, 1, 0.25f);
    private static final long[] LABELS = {3, 0, -100, 1, 2, 3};

    private static double[] loss(double[] x, int inner, @Nullable NDArray weight, Reduction reduction) {
        double[] losses = new double[LABELS.length];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < LABELS.length; i++) {
            if (LABELS[i] >= 0) {
                double w = weight == null ? 1 : weight.get((int) LABELS[i]);
                losses[i] = -w * x[(i / inner * 4 + (int) LABELS[i]) * inner + i % inner];
                sum += losses[i];
                weights += w;
            }
        }
        return reduction == Reduction.NONE ? losses : new double[] {reduction == Reduction.MEAN ? sum / weights : sum};
    }

    @Test
    void everyReductionWithAndWithoutWeights() {
        for (Reduction reduction : Reduction.values()) {
            for (NDArray weight : new NDArray[] {null, WEIGHT}) {
                LongArray flat = LongArray.of(Shape.of(6), LABELS);
                OracleCheck.onEveryLayout(
                        Shape.of(6, 4),
                        x -> OracleCheck.check(
                                () -> new NllLoss(flat, weight, reduction, -100),
                                in -> loss(in[0], 1, weight, reduction),
                                x));
                LongArray deep = LongArray.of(Shape.of(2, 3), LABELS);
                OracleCheck.onEveryLayout(
                        Shape.of(2, 4, 3),
                        x -> OracleCheck.check(
                                () -> new NllLoss(deep, weight, reduction, -100),
                                in -> loss(in[0], 3, weight, reduction),
                                x));
            }
        }
    }

    @Test
    void oneExampleAndNone() {
        NDArray x = NDArray.of(Shape.of(2), -1, -3);
        NllLoss one = new NllLoss(LongArray.full(Shape.SCALAR, 1), null, Reduction.MEAN, -100);
        assertThat(one.forward(x).item()).isEqualTo(3f);
        NllLoss ignored = new NllLoss(LongArray.full(Shape.SCALAR, 1), null, Reduction.MEAN, 1);
        assertThat(ignored.forward(x).item()).isNaN();
        NllLoss none = new NllLoss(LongArray.zeros(Shape.of(0)), null, Reduction.SUM, -100);
        assertThat(none.forward(NDArray.zeros(Shape.of(0, 3))).item()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        NDArray x = NDArray.zeros(Shape.of(2, 3));
        assertThatThrownBy(() -> new NllLoss(LongArray.of(Shape.of(3), 0, 1, 2), null, Reduction.MEAN, -100).forward(x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("nllLoss: log-probabilities [2, 3] need labels [2], not [3]");
        LongArray labels = LongArray.of(Shape.of(2), 0, 3);
        assertThatThrownBy(() -> new NllLoss(labels, null, Reduction.MEAN, -100).forward(x))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("nllLoss: label 3 at position 1 is not one of 3 classes, 0 to 2");
        assertThatThrownBy(() -> new NllLoss(labels, WEIGHT, Reduction.MEAN, -100).forward(x))
                .hasMessage("nllLoss: log-probabilities [2, 3] have 3 classes; weight must be [3], not [4]");
        assertThatThrownBy(() -> new NllLoss(labels, null, Reduction.MEAN, -100).forward(NDArray.zeros(Shape.SCALAR)))
                .hasMessageContaining("no dimension of classes");
    }
}
