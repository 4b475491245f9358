package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.CrossEntropyLoss;
import org.junit.jupiter.api.Test;

class PerplexityTest {
    private final Perplexity perplexity = new Perplexity();

    @Test
    void isTheExponentialOfTheMeanCrossEntropy() throws IOException {
        Scores scores = Scores.of(5, 31, 9);
        double product = 0;
        for (int row = 0; row < scores.rows().size(); row++) {
            double sum = 0;
            for (float score : scores.rows().get(row)) {
                sum += Math.exp(score);
            }
            product -= Math.log(Math.exp(scores.rows().get(row)[scores.labels().get(row)]) / sum);
        }
        scores.countInto(perplexity);
        assertThat(perplexity.value())
                .isCloseTo(Math.exp(product / scores.rows().size()), within(1e-12));
        assertThat(Scores.restored(perplexity, new Perplexity()).value()).isEqualTo(perplexity.value());
    }

    @Test
    void agreesWithTheLoss() {
        Tensor logits = Tensor.randn(20, 7).mul(30f);
        LongTensor labels = LongTensor.of(
                Shape.of(20),
                java.util.stream.LongStream.range(0, 20).map(i -> i % 7).toArray());
        perplexity.update(logits, labels);
        float loss = new CrossEntropyLoss().call(logits, labels).item();
        assertThat(Math.log(perplexity.value())).isCloseTo(loss, within(1e-5 * loss));
    }

    @Test
    void ofEvenOddsItIsTheNumberOfClasses() {
        perplexity.update(Tensor.full(Shape.of(3, 8), 1e4f), LongTensor.of(0, 3, 7));
        assertThat(perplexity.value()).isCloseTo(8, within(1e-12));
    }

    @Test
    void isInfiniteIfARightClassHadNoChance() {
        perplexity.update(Tensor.of(Shape.of(1, 2), 0, Float.NEGATIVE_INFINITY), LongTensor.of(1));
        assertThat(perplexity.value()).isInfinite();
    }

    @Test
    void ofNothingThereIsNoValue() {
        assertThatThrownBy(perplexity::value).isInstanceOf(IllegalStateException.class);
        perplexity.update(Tensor.zeros(1, 2), LongTensor.of(1));
        perplexity.reset();
        assertThatThrownBy(perplexity::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no example");
    }
}
