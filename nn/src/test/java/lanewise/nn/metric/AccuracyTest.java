package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class AccuracyTest {
    private final Accuracy accuracy = new Accuracy();

    @Test
    void isThePartOfRightRows() throws IOException {
        Scores scores = Scores.of(4, 33, 7, 1);
        scores.countInto(accuracy);
        assertThat(accuracy.value()).isEqualTo(scores.partAmongFirst(1)).isBetween(0.1, 0.9);
        assertThat(Scores.restored(accuracy, new Accuracy()).value()).isEqualTo(accuracy.value());
    }

    @Test
    void takesRowsOfAnyShapeInAnyOrderInMemory() {
        Tensor scores = Tensor.of(Shape.of(2, 3, 2), 1, 2, 4, 3, 5, 6, /* second */ 0, 0, 2, 1, 1, 2);
        accuracy.update(scores, LongTensor.of(Shape.of(2, 3), 1, 0, 0, 0, 1, 1));
        assertThat(accuracy.value()).isEqualTo(4 / 6.0);
        accuracy.reset();
        accuracy.update(
                scores.transpose(0, 1),
                LongTensor.of(Shape.of(2, 3), 1, 0, 0, 0, 1, 1).transpose(0, 1));
        assertThat(accuracy.value()).isEqualTo(4 / 6.0);
    }

    @Test
    void nanIsTheHighestAsForArgmax() {
        Tensor scores = Tensor.of(Shape.of(2, 3), 1, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, 0, Float.NaN);
        accuracy.update(scores, scores.argmax(1));
        assertThat(accuracy.value()).isEqualTo(1);
    }

    @Test
    void ofNothingThereIsNoValue() {
        assertThatThrownBy(accuracy::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no example");
        accuracy.update(Tensor.zeros(0, 3), LongTensor.zeros(0));
        accuracy.update(Tensor.zeros(2, 3), LongTensor.of(-100, -100));
        assertThatThrownBy(accuracy::value).isInstanceOf(IllegalStateException.class);
        accuracy.update(Tensor.zeros(1, 3), LongTensor.of(0));
        assertThat(accuracy.value()).isEqualTo(1);
        accuracy.reset();
        assertThatThrownBy(accuracy::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatDoesNotFitAndCountsNothing() {
        assertThatThrownBy(() -> accuracy.update(Tensor.zeros(4, 3), LongTensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("accuracy: scores [4, 3] and labels [3]; scores must have the labels' shape and one"
                        + " dimension behind it, that of the classes");
        assertThatThrownBy(() -> accuracy.update(Tensor.zeros(3), LongTensor.zeros(3)))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> accuracy.update(Tensor.zeros(2, 3), LongTensor.of(0, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("label 1 is 3, not from 0 to 2");
        assertThatThrownBy(accuracy::value).isInstanceOf(IllegalStateException.class);
    }
}
