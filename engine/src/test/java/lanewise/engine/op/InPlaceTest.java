package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.testing.GuardedArray;
import lanewise.engine.testing.RaggedSizes;
import org.junit.jupiter.api.Test;

class InPlaceTest {
    @Test
    void computesAtEveryLength() {
        RaggedSizes.raggedSizes().forEach(n -> {
            float[] before = numbers(n, 1);
            float[] operand = numbers(n, 9);
            check(before, y -> InPlace.add(y, NDArray.of(Shape.of(n), operand), 0.5f), i -> before[i] + operand[i] / 2);
            check(before, y -> InPlace.mul(y, NDArray.of(Shape.of(n), operand)), i -> before[i] * operand[i]);
            check(before, y -> InPlace.div(y, NDArray.of(Shape.of(n), operand)), i -> before[i] / operand[i]);
            check(before, y -> InPlace.copy(y, NDArray.of(Shape.of(n), operand)), i -> operand[i]);
            check(before, y -> InPlace.addScalar(y, 2f), i -> before[i] + 2);
            check(before, y -> InPlace.mulScalar(y, 2f), i -> before[i] * 2);
            check(before, y -> InPlace.clamp(y, 3f, 5f), i -> Math.clamp(before[i], 3f, 5f));
            check(before, y -> InPlace.fill(y, 7f), i -> 7);
        });
    }

    @Test
    void aProductMayNotOverlapItsFactors() {
        NDArray memory = NDArray.of(Shape.of(4, 4), numbers(16, 1));
        float[] before = memory.toArray();
        NDArray left = memory.view(memory.layout().narrow(1, 0, 2));
        NDArray right = memory.view(memory.layout().narrow(1, 2, 2));
        NDArray square = NDArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        assertThatThrownBy(() -> InPlace.addProduct(left, left, square, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("addmm_: the first factor")
                .hasMessageContaining("overlaps");
        NDArray upper = left.view(left.layout().narrow(0, 0, 2));
        assertThatThrownBy(() -> InPlace.addProduct(left, NDArray.zeros(Shape.of(4, 2)), upper, 1f))
                .hasMessageContaining("addmm_: the second factor");
        NDArray repeated = square.view(square.layout().select(0, 0).expand(Shape.of(2, 2)));
        assertThatThrownBy(() -> InPlace.addProduct(repeated, square, square, 1f))
                .hasMessageContaining("repeats elements");
        assertThat(memory.toArray()).containsExactly(before);
        InPlace.addProduct(right, left, square, 0f); // beside it
        for (int i = 0; i < 4; i++) {
            float x = before[4 * i];
            float y = before[4 * i + 1];
            assertThat(right.get(i, 0)).isEqualTo(x + 3 * y);
            assertThat(right.get(i, 1)).isEqualTo(2 * x + 4 * y);
            assertThat(left.get(i, 1)).isEqualTo(y);
        }
    }

    @Test
    void writesThroughStridedViewsAndNothingElse() {
        NDArray base = NDArray.of(Shape.of(3, 4), numbers(12, 0));
        NDArray column = base.view(base.layout().select(1, 2));
        InPlace.add(column, NDArray.of(Shape.of(3), 100, 200, 300), 1f);
        InPlace.mulScalar(column, 2f);
        InPlace.mul(column, NDArray.of(Shape.SCALAR, 2f));
        InPlace.div(column, NDArray.of(Shape.of(1), 4f));
        float[] expected = numbers(12, 0);
        expected[2] += 100;
        expected[6] += 200;
        expected[10] += 300;
        assertThat(base.toArray()).containsExactly(expected);
        InPlace.copy(base.view(base.layout().transpose(0, 1)), NDArray.of(Shape.of(3), 1, 2, 3));
        assertThat(base.toArray()).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    }

    @Test
    void broadcastsTheOperand() {
        NDArray y = NDArray.zeros(Shape.of(2, 3));
        InPlace.add(y, NDArray.of(Shape.of(3), 1, 2, 3), 1f);
        InPlace.add(y, NDArray.of(Shape.of(2, 1), 10, 20), 1f);
        InPlace.add(y, NDArray.of(Shape.SCALAR, 100), 1f);
        assertThat(y.toArray()).containsExactly(111, 112, 113, 121, 122, 123);
    }

    @Test
    void raisesTheVersion() {
        NDArray y = NDArray.zeros(Shape.of(2));
        int version = y.storage().version();
        InPlace.add(y, y, 1f);
        InPlace.mulScalar(y, 2f);
        InPlace.copy(y, y);
        assertThat(y.storage().version()).isGreaterThanOrEqualTo(version + 3);
    }

    @Test
    void takesTheArrayItselfAndDisjointPartsOfIt() {
        NDArray y = NDArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        InPlace.add(y, y, 1f);
        assertThat(y.toArray()).containsExactly(2, 4, 6, 8);
        InPlace.add(y.view(y.layout().select(1, 0)), y.view(y.layout().select(1, 1)), 1f);
        assertThat(y.toArray()).containsExactly(6, 4, 14, 8);
        InPlace.add(y.view(y.layout().select(0, 0)), y.view(y.layout().select(0, 1)), 1f);
        assertThat(y.toArray()).containsExactly(20, 12, 14, 8);
    }

    @Test
    void refusesAnOverlapThatWouldBeWrong() {
        NDArray y = NDArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        NDArray transposed = y.view(y.layout().transpose(0, 1));
        NDArray firstRow = y.view(y.layout().select(0, 0));
        NDArray run = NDArray.of(Shape.of(5), 1, 2, 3, 4, 5);
        NDArray head = run.view(run.layout().narrow(0, 0, 4));
        NDArray tail = run.view(run.layout().narrow(0, 1, 4));
        assertRefused(() -> InPlace.add(y, transposed, 1f), "add_");
        assertRefused(() -> InPlace.copy(y, transposed), "copy_");
        assertRefused(() -> InPlace.mul(y, firstRow), "mul_");
        assertRefused(() -> InPlace.div(tail, head), "div_");
        assertThat(y.toArray()).containsExactly(1, 2, 3, 4);
        assertThat(run.toArray()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void refusesToWriteRepeatedElements() {
        NDArray one = NDArray.of(Shape.of(1), 1);
        NDArray repeated = one.view(one.layout().expand(Shape.of(3)));
        assertThatThrownBy(() -> InPlace.addScalar(repeated, 1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("add_")
                .hasMessageContaining("repeats elements");
        assertThatThrownBy(() -> InPlace.fill(repeated, 1f)).hasMessageContaining("fill_");
        assertThat(one.item()).isEqualTo(1f);
    }

    @Test
    void refusesAnOperandThatDoesNotBroadcast() {
        NDArray y = NDArray.zeros(Shape.of(3));
        assertThatThrownBy(() -> InPlace.add(y, NDArray.zeros(Shape.of(2, 3)), 1f))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("add_")
                .hasMessageContaining("[2, 3]")
                .hasMessageContaining("[3]");
    }

    private static void assertRefused(Runnable call, String name) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + ": the operand")
                .hasMessageContaining("overlaps");
    }

    private static void check(float[] before, Consumer<NDArray> change, Expected expected) {
        GuardedArray y = GuardedArray.of(Shape.of(before.length), before);
        change.accept(y.array());
        float[] after = y.array().toArray();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).as("element %d", i).isEqualTo(expected.at(i));
        }
        y.assertSurroundingsUntouched();
    }

    private interface Expected {
        float at(int i);
    }

    private static float[] numbers(int n, int offset) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = i % 13 + offset;
        }
        return x;
    }
}
