package lanewise.nn.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/// Rows of a table, and numbers as vectors.
class EmbeddingOptionsTest {
    private final Tensor weight = Tensor.of(Shape.of(3, 2), 3, 4, 0.3f, 0.4f, 0, 5);

    @Test
    void rowsAndTheirGradients() {
        weight.requiresGrad_(true);
        EmbeddingOptions options = EmbeddingOptions.DEFAULTS.withPaddingIdx(-1).withScaleGradByFreq(true);
        Tensor rows = Functional.embedding(LongTensor.of(0, 2, 0), weight, options);
        assertThat(rows.toArray()).containsExactly(3, 4, 0, 5, 3, 4);
        rows.sum().backward();
        assertThat(Objects.requireNonNull(weight.grad()).toArray()).containsExactly(1, 1, 0, 0, 0, 0);
        assertThat(Functional.embedding(LongTensor.full(Shape.SCALAR, 1), weight)
                        .shape())
                .isEqualTo(Shape.of(2));
        assertThatThrownBy(() -> Functional.embedding(LongTensor.of(0), weight, options.withPaddingIdx(3)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("embedding: the padding's index 3 is no row of the table [3, 2]");
    }

    @Test
    void longRowsAreShortenedInTheTable() {
        EmbeddingOptions options = EmbeddingOptions.DEFAULTS.withMaxNorm(1.0);
        Tensor rows = Functional.embedding(LongTensor.of(0, 1), weight, options);
        assertThat(rows.toArray()[0]).isCloseTo(0.6f, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(weight.get(0).toArray()).containsExactly(rows.get(0).toArray());
        assertThat(weight.get(1).toArray()).containsExactly(0.3f, 0.4f);
        assertThat(weight.get(2).toArray()).containsExactly(0, 5);
        Functional.embedding(LongTensor.of(2), weight, options.withNormType(Double.POSITIVE_INFINITY));
        assertThat(weight.get(2, 1).item()).isCloseTo(1f, org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void oneHot() {
        assertThat(Functional.oneHot(LongTensor.of(2, 0)).toArray()).containsExactly(0, 0, 1, 1, 0, 0);
        assertThat(Functional.oneHot(LongTensor.zeros(2, 0), 4).shape()).isEqualTo(Shape.of(2, 0, 4));
        assertThatThrownBy(() -> Functional.oneHot(LongTensor.zeros(0)))
                .hasMessage("oneHot: without numbers [0] the number of classes must be given");
        assertThatThrownBy(() -> Functional.oneHot(LongTensor.of(2), 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("oneHot: the number 2 at position 0 must be from 0 to 1");
    }
}
