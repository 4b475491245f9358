package lanewise.nn.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.PatchOptions;
import org.junit.jupiter.api.Test;

/// What comes around a tensor, and patches of it. The expected values are PyTorch's.
class PaddingTest {
    private final Tensor row = Tensor.of(Shape.of(1, 1, 4), 1, 2, 3, 4);

    private static void assertIs(Tensor actual, float... elements) {
        assertThat(actual.toArray()).containsExactly(elements);
    }

    @Test
    void numbers() {
        assertIs(Functional.pad(row, 1, 2), 0, 1, 2, 3, 4, 0, 0);
        assertIs(Functional.constantPad(row, 7, -1, 1), 2, 3, 4, 7);
        assertThat(Functional.pad(row, 0, 0, 1, 2).shape()).isEqualTo(Shape.of(1, 4, 4));
        assertThatThrownBy(() -> Functional.pad(row, 1))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("pad: the sizes [1] must be pairs of before and after, for at most the dimensions of"
                        + " [1, 1, 4]");
        assertThatThrownBy(() -> Functional.pad(row, -3, -2))
                .hasMessage("pad: sizes [-3, -2] cut off more than [1, 1, 4] has");
    }

    @Test
    void wholeNumbersAndMasks() {
        LongTensor tokens = LongTensor.of(Shape.of(1, 1, 3), 1, 2, 3);
        assertThat(Functional.constantPad(tokens, 9, 1, 2).toArray()).containsExactly(9, 1, 2, 3, 9, 9);
        assertThat(Functional.circularPad(tokens, 1, 2).toArray()).containsExactly(3, 1, 2, 3, 1, 2);
        assertThat(Functional.reflectionPad(tokens, 1, 2).toArray()).containsExactly(2, 1, 2, 3, 2, 1);
        assertThat(Functional.replicationPad(tokens, 1, 2).toArray()).containsExactly(1, 1, 2, 3, 3, 3);
        BoolTensor mask = BoolTensor.of(true, false);
        assertThat(Functional.constantPad(mask, true, 1, 1).toArray()).containsExactly(true, true, false, true);
        assertThat(Functional.constantPad(mask, false, -1, 1).toArray()).containsExactly(false, false);
    }

    @Test
    void reflection() {
        assertIs(Functional.reflectionPad(row, 2, 1), 3, 2, 1, 2, 3, 4, 3);
        assertIs(Functional.reflectionPad(row, -1, 2), 2, 3, 4, 3, 2);
        assertThatThrownBy(() -> Functional.reflectionPad(row, 4, 0))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage("pad: reflection of 4 before and 0 after a dimension of 4 elements of [1, 1, 4]; at most 3"
                        + " are possible");
        assertThatThrownBy(() -> Functional.reflectionPad(Tensor.of(1, 2), 1, 1))
                .isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void replication() {
        assertIs(Functional.replicationPad(row, 2, 1), 1, 1, 1, 2, 3, 4, 4);
        Tensor image = Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4);
        assertIs(Functional.replicationPad(image, 1, 0, 0, 1), 1, 1, 2, 3, 3, 4, 3, 3, 4);
    }

    @Test
    void circular() {
        assertIs(Functional.circularPad(row, 1, 2), 4, 1, 2, 3, 4, 1, 2);
        assertIs(Functional.circularPad(row, -1, 2), 2, 3, 4, 2, 3);
        assertThatThrownBy(() -> Functional.circularPad(row, 5, 0)).isInstanceOf(ShapeMismatchException.class);
    }

    @Test
    void gradientsAddUpWhereElementsAreRepeated() {
        Tensor x = row.clone().requiresGrad_(true);
        Functional.reflectionPad(x, 2, 1).mul(Tensor.arange(7)).sum().backward();
        assertIs(Objects.requireNonNull(x.grad()), 2, 4, 10, 5);
        x.setGrad(null);
        Functional.constantPad(x, 3, 1, -1).mul(Tensor.arange(4)).sum().backward();
        assertIs(Objects.requireNonNull(x.grad()), 1, 2, 3, 0);
    }

    @Test
    void patches() {
        PatchOptions window = new PatchOptions(2, 2, 1, 1, 0, 0, 1, 1);
        Tensor image = Tensor.arange(9).reshape(1, 1, 3, 3);
        Tensor columns = Functional.unfold(image, window);
        assertThat(columns.shape()).isEqualTo(Shape.of(1, 4, 4));
        assertIs(columns, 0, 1, 3, 4, 1, 2, 4, 5, 3, 4, 6, 7, 4, 5, 7, 8);
        assertIs(Functional.fold(columns, 3, 3, window), 0, 2, 2, 6, 16, 10, 6, 14, 8);
    }
}
