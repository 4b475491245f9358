package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class BinaryF1Test {
    private static final int QUESTIONS = 50;

    @Test
    void isTheHarmonicMeanOfPrecisionAndRecall() throws IOException {
        Generator generator = new Generator(3);
        float[] scores = new float[QUESTIONS];
        float[] targets = new float[QUESTIONS];
        double hits = 0;
        double said = 0;
        double were = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            scores[i] = generator.nextInt(5) / 4f; // 0.5, the threshold, is no yes
            targets[i] = generator.nextInt(2);
            hits += scores[i] > 0.5 && targets[i] == 1 ? 1 : 0;
            said += scores[i] > 0.5 ? 1 : 0;
            were += targets[i];
        }
        BinaryF1 f1 = new BinaryF1(0.5);
        f1.update(Tensor.of(Shape.of(QUESTIONS, 1), scores), Tensor.of(Shape.of(QUESTIONS, 1), targets));
        assertThat(f1.value()).isCloseTo(2 / (said / hits + were / hits), within(1e-15));
        assertThat(Scores.restored(f1, new BinaryF1(0.5)).value()).isEqualTo(f1.value());
        assertThat(f1.name()).isEqualTo("f1");
    }

    @Test
    void logitsHaveTheirThresholdAtZero() {
        BinaryF1 f1 = new BinaryF1();
        f1.update(Tensor.of(0.1f, -0.1f, Float.NaN), Tensor.of(1f, 0f, 0f));
        assertThat(f1.value()).isEqualTo(1);
        f1.reset();
        f1.update(Tensor.of(-1f), Tensor.of(0f));
        assertThat(f1.value()).isZero();
    }

    @Test
    void ofNothingThereIsNoValue() {
        BinaryF1 f1 = new BinaryF1();
        f1.update(Tensor.zeros(0), Tensor.zeros(0));
        assertThatThrownBy(f1::value).isInstanceOf(IllegalStateException.class).hasMessageContaining("no example");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new BinaryF1(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryF1().update(Tensor.zeros(3, 1), Tensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[3, 1] and targets [3]");
    }
}
