package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void isThePartOfRowsWithTheLabelAmongTheFirst(int k) throws IOException {
        Scores scores = Scores.of(6, 40, 3);
        TopK top = new TopK(k);
        scores.countInto(top);
        assertThat(top.value()).isEqualTo(scores.partAmongFirst(k));
        assertThat(Scores.restored(top, new TopK(k)).value()).isEqualTo(top.value());
        assertThat(top.name()).isEqualTo("top" + k + "_accuracy");
    }

    @Test
    void nanIsTheHighest() {
        Tensor scores = Tensor.of(Shape.of(1, 3), 5, Float.NaN, Float.NaN);
        for (int label = 0; label < 3; label++) {
            TopK top = new TopK(2);
            top.update(scores, LongTensor.of(label));
            assertThat(top.value()).isEqualTo(label == 0 ? 0 : 1);
        }
    }

    @Test
    void ofNothingThereIsNoValue() {
        TopK top = new TopK(2);
        assertThatThrownBy(top::value).isInstanceOf(IllegalStateException.class).hasMessageContaining("top2_accuracy");
        top.update(Tensor.zeros(1, 2), LongTensor.of(1));
        top.reset();
        assertThatThrownBy(top::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new TopK(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TopK(4).update(Tensor.zeros(1, 3), LongTensor.of(1)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("only 3 classes");
        assertThatThrownBy(() -> new TopK(4).loadStateDict(new TopK(5).stateDict()))
                .isInstanceOf(StateDictException.class);
    }
}
