package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.autograd.LongTensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.functional.EmbeddingOptions;
import org.junit.jupiter.api.Test;

/// [Embedding] and [EmbeddingBag].
class EmbeddingTest {
    private static final EmbeddingOptions PADDED = EmbeddingOptions.DEFAULTS.withPaddingIdx(-1);
    private static final lanewise.engine.op.EmbeddingBag.Mode SUM = lanewise.engine.op.EmbeddingBag.Mode.SUM;

    @Test
    void looksRowsUp() {
        Embedding embedding = new Embedding(5, 3);
        assertThat(embedding.stateDict().keys()).containsExactly("weight");
        var y = embedding.call(LongTensor.of(Shape.of(2, 2), 4, 0, 1, 4));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(y.get(1, 1).toArray())
                .containsExactly(embedding.weight().get(4).toArray());
    }

    @Test
    void thePaddingStartsAsZerosAndStaysSo() {
        Embedding embedding = new Embedding(5, 3, PADDED);
        assertThat(embedding.weight().get(4).toArray()).containsOnly(0f);
        assertThat(embedding.weight().get(3).toArray()).doesNotContain(0f);
        embedding.call(LongTensor.of(3, 4)).sum().backward();
        var gradient = java.util.Objects.requireNonNull(embedding.weight().grad());
        assertThat(gradient.get(4).toArray()).containsOnly(0f);
        assertThat(gradient.get(3).toArray()).containsOnly(1f);
    }

    @Test
    void aSparseGradientHasTheRowsThatWereLookedUp() {
        Embedding embedding = new Embedding(5, 3, PADDED.withSparse(true).withMaxNorm(0.5));
        embedding.call(LongTensor.of(Shape.of(2, 2), 3, 4, 1, 3)).sum().backward();
        var rows = java.util.Objects.requireNonNull(embedding.weight().sparseGrad());
        assertThat(rows.indices().toArray()).containsExactly(3, 1);
        assertThat(rows.values().toArray()).containsExactly(2, 2, 2, 1, 1, 1);
        EmbeddingBag bag = new EmbeddingBag(5, 3, SUM, PADDED.withSparse(true), false);
        bag.call(LongTensor.of(Shape.of(2, 2), 3, 4, 1, 3)).sum().backward();
        var ofBag = java.util.Objects.requireNonNull(bag.weight().sparseGrad());
        assertThat(ofBag.toDense().toArray()).isEqualTo(rows.toDense().toArray());
    }

    @Test
    void aBagIsTheMeanOfItsRows() {
        EmbeddingBag bag = new EmbeddingBag(5, 3);
        float[] y = bag.call(LongTensor.of(Shape.of(1, 2), 4, 0)).toArray();
        float[] expected =
                bag.weight().get(4).add(bag.weight().get(0)).mul(0.5f).toArray();
        assertThat(y).containsExactly(expected);
    }

    @Test
    void offsetsSayWhereBagsBegin() {
        EmbeddingBag bag = new EmbeddingBag(5, 3, SUM, PADDED, false);
        var y = bag.call(LongTensor.of(1, 2, 4), LongTensor.of(0, 2, 3), null);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 3));
        assertThat(y.get(1).toArray()).containsOnly(0f);
        assertThat(y.get(2).toArray()).containsOnly(0f);
        EmbeddingBag closed = new EmbeddingBag(5, 3, SUM, PADDED, true);
        assertThat(closed.call(LongTensor.of(1, 2, 4), LongTensor.of(0, 2, 3), null)
                        .shape())
                .isEqualTo(Shape.of(2, 3));
    }

    @Test
    void printsAsPyTorchDoes() {
        assertThat(new Embedding(5, 3, PADDED)).hasToString("Embedding(5, 3, padding_idx=4)");
        assertThat(new EmbeddingBag(5, 3)).hasToString("EmbeddingBag(5, 3, mode=mean)");
        assertThat(new Embedding(5, 3, PADDED.withScaleGradByFreq(true).withSparse(true)))
                .hasToString("Embedding(5, 3, padding_idx=4, scale_grad_by_freq=True, sparse=True)");
        assertThat(new EmbeddingBag(5, 3, SUM, PADDED.withMaxNorm(1.0).withSparse(true), false))
                .hasToString("EmbeddingBag(5, 3, max_norm=1.0, mode=sum, padding_idx=4)");
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new Embedding(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Embedding(5, 3, EmbeddingOptions.DEFAULTS.withPaddingIdx(5)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("the padding's index 5 is no row of 5");
        assertThatThrownBy(() -> new EmbeddingBag(5, 3).call(LongTensor.of(1, 2)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("embeddingBag: without offsets the input must be [bags, n], not [2]");
    }
}
