package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static lanewise.engine.op.OracleCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

/// Rows of a table.
class EmbeddingTest {
    private static final LongArray INDEX = LongArray.of(Shape.of(2, 3), 3, 0, 3, 1, 3, 0);

    @Test
    void rowsByTheirNumbers() {
        for (int width : new int[] {1, Lanes.LANES + 3}) {
            onEveryLayout(Shape.of(4, width), weight -> {
                Shape result = Shape.of(2, 3, width);
                check(
                        () -> new Embedding(INDEX, Embedding.NO_PADDING, false),
                        in -> ViewOperationTest.taken(
                                in[0], result, i -> (int) INDEX.toArray()[i / width] * width + i % width),
                        weight);
            });
        }
    }

    @Test
    void thePaddingHasNoGradient() {
        NDArray gradient = OracleCheck.gradients(
                        new Embedding(INDEX, 3, false), NDArray.full(Shape.of(2, 3, 2), 1f), random(Shape.of(4, 2), 1))
                .getFirst();
        assertThat(gradient.toArray()).containsExactly(2, 2, 1, 1, 0, 0, 0, 0);
    }

    @Test
    void scaledByFrequencyItIsAMean() {
        NDArray gradient = OracleCheck.gradients(
                        new Embedding(INDEX, Embedding.NO_PADDING, true),
                        NDArray.full(Shape.of(2, 3, 2), 3f),
                        random(Shape.of(4, 2), 1))
                .getFirst();
        assertThat(gradient.toArray()).containsExactly(3, 3, 3, 3, 0, 0, 3, 3);
    }

    @Test
    void aSparseGradientIsNotScaled() {
        assertThatThrownBy(() -> new Embedding(INDEX, Embedding.NO_PADDING, true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("embedding: a sparse gradient cannot be scaled by frequency");
    }

    @Test
    void nothing() {
        NDArray weight = random(Shape.of(4, 2), 1);
        Embedding none = new Embedding(LongArray.zeros(Shape.of(0, 3)), Embedding.NO_PADDING, false);
        assertThat(none.forward(weight).shape()).isEqualTo(Shape.of(0, 3, 2));
    }

    @Test
    void whatThereIsNotIsRefused() {
        NDArray weight = random(Shape.of(3, 2), 1);
        assertThatThrownBy(() -> new Embedding(INDEX, Embedding.NO_PADDING, false).forward(weight))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("embedding: index 3 at position 0 is outside dimension 0 of [3, 2], which has 3");
        assertThatThrownBy(() -> new Embedding(INDEX, 3, false).forward(weight))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("embedding: the padding's index 3 is no row of the table [3, 2]");
        assertThatThrownBy(() -> new Embedding(INDEX, 0, false).forward(NDArray.zeros(Shape.of(9))))
                .isInstanceOf(ShapeMismatchException.class);
    }
}
