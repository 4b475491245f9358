package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class MeanSquaredErrorTest {
    private final MeanSquaredError error = new MeanSquaredError();

    @Test
    void isTheMeanOverAllElementsOfAllBatches() throws IOException {
        double sum = 0;
        int elements = 0;
        for (int size : new int[] {17, 1, 4}) {
            Tensor x = Tensor.randn(3, size);
            Tensor y = Tensor.randn(size, 3).transpose(0, 1);
            error.update(x, y);
            for (int i = 0; i < x.elements(); i++) {
                sum += Math.pow((double) x.toArray()[i] - y.toArray()[i], 2);
            }
            elements += x.elements();
        }
        assertThat(error.value()).isCloseTo(sum / elements, within(1e-12));
        assertThat(Scores.restored(error, new MeanSquaredError()).value()).isEqualTo(error.value());
    }

    @Test
    void ofNothingThereIsNoValue() {
        error.update(Tensor.zeros(0), Tensor.zeros(0));
        assertThatThrownBy(error::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no example");
        error.update(Tensor.of(1f), Tensor.of(3f));
        assertThat(error.value()).isEqualTo(4);
        error.reset();
        assertThatThrownBy(error::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> error.update(Tensor.zeros(3, 1), Tensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("[3, 1] and targets [3]");
    }
}
