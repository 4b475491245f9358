package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;

class F1Test {
    /// By precision and recall, as the definition has it.
    private static double oracle(Scores scores, int c) {
        double hits = rows(
                scores, row -> predicted(scores, row) == c && scores.labels().get(row) == c);
        double precision = hits / rows(scores, row -> predicted(scores, row) == c);
        double recall = hits / rows(scores, row -> scores.labels().get(row) == c);
        return hits == 0 ? 0 : 2 / (1 / precision + 1 / recall);
    }

    private static double rows(Scores scores, java.util.function.IntPredicate which) {
        return IntStream.range(0, scores.rows().size()).filter(which).count();
    }

    private static int predicted(Scores scores, int row) {
        return scores.ranking(row).getFirst();
    }

    private static double value(F1.Average average, Scores scores) throws IOException {
        F1 f1 = new F1(average);
        scores.countInto(f1);
        assertThat(Scores.restored(f1, new F1(average)).value()).isEqualTo(f1.value());
        return f1.value();
    }

    @Test
    void macroIsTheMeanOverTheClassesThatAppear() throws IOException {
        Scores scores = Scores.of(4, 37, 12);
        double expected = IntStream.range(0, 4)
                .mapToDouble(c -> oracle(scores, c))
                .average()
                .orElseThrow();
        assertThat(value(F1.Average.MACRO, scores)).isCloseTo(expected, within(1e-15));
        F1 f1 = new F1(F1.Average.MACRO);
        f1.update(Tensor.of(Shape.of(2, 3), 1, 0, 0, 1, 0, 0), LongTensor.of(0, 1)); // class 2 does not appear
        assertThat(f1.value()).isCloseTo((2 / 3.0 + 0) / 2, within(1e-15));
        assertThat(f1.name()).isEqualTo("f1_macro");
    }

    @Test
    void microIsTheAccuracy() throws IOException {
        Scores scores = Scores.of(5, 21, 12);
        assertThat(value(F1.Average.MICRO, scores)).isEqualTo(scores.partAmongFirst(1));
        assertThat(new F1(F1.Average.MICRO).name()).isEqualTo("f1_micro");
    }

    @Test
    void binaryIsThatOfClassOne() throws IOException {
        F1 f1 = new F1(F1.Average.BINARY);
        f1.update(Tensor.of(Shape.of(5, 2), 0, 1, 0, 1, 1, 0, 1, 0, 0, 1), LongTensor.of(1, 0, 1, 0, 1));
        assertThat(f1.value()).isCloseTo(2 * 2 / (2 * 2 + 1 + 1.0), within(1e-15));
        assertThat(Scores.restored(f1, new F1(F1.Average.BINARY)).value()).isEqualTo(f1.value());
        f1.reset();
        f1.update(Tensor.of(Shape.of(1, 2), 1, 0), LongTensor.of(0));
        assertThat(f1.value()).isZero();
    }

    @Test
    void ofNothingThereIsNoValue() {
        for (F1.Average average : F1.Average.values()) {
            F1 f1 = new F1(average);
            assertThatThrownBy(f1::value).isInstanceOf(IllegalStateException.class);
            f1.update(Tensor.zeros(1, 2), LongTensor.of(-100));
            assertThatThrownBy(f1::value)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no example");
        }
    }

    @Test
    void refusesOtherNumbersOfClasses() {
        assertThatThrownBy(() -> new F1(F1.Average.BINARY).update(Tensor.zeros(1, 3), LongTensor.of(0)))
                .isInstanceOf(ShapeMismatchException.class);
        F1 f1 = new F1(F1.Average.MACRO);
        f1.update(Tensor.zeros(1, 3), LongTensor.of(0));
        assertThatThrownBy(() -> f1.update(Tensor.zeros(1, 4), LongTensor.of(0)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("4 classes");
        assertThatThrownBy(() -> f1.loadStateDict(f1.stateDict().put("false_positives", java.util.List.of(1L))))
                .isInstanceOf(StateDictException.class);
        assertThat(f1.value()).isEqualTo(1);
    }
}
