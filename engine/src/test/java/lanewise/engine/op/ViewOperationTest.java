package lanewise.engine.op;

import static lanewise.engine.op.OracleCheck.check;
import static lanewise.engine.op.OracleCheck.onEveryLayout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Views of `[3, 4, 5]`: each result's elements, where in the input they come from, and their way back.
class ViewOperationTest {
    private static final Shape SHAPE = Shape.of(3, 4, 5);

    /// Checks the operation on every layout against `y[i] = x[source(i)]`, and that its result shares the input's
    /// memory.
    private static void checkView(Supplier<? extends Operation> operation, Shape result, IntUnaryOperator source) {
        onEveryLayout(SHAPE, x -> {
            NDArray y = operation.get().forward(x);
            assertThat(y.shape()).isEqualTo(result);
            assertThat(y.storage()).isSameAs(x.storage());
            check(operation, inputs -> taken(inputs[0], result, source), x);
        });
    }

    static double[] taken(double[] x, Shape result, IntUnaryOperator source) {
        double[] y = new double[result.elements()];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[source.applyAsInt(i)];
        }
        return y;
    }

    @Test
    void permute() {
        // result [5, 3, 4]: element (a, b, c) is (b, c, a)
        checkView(() -> new Permute(2, 0, 1), Shape.of(5, 3, 4), i -> i / 4 % 3 * 20 + i % 4 * 5 + i / 12);
        checkView(() -> new Permute(0, -1, 1), Shape.of(3, 5, 4), i -> i / 20 * 20 + i % 4 * 5 + i / 4 % 5);
    }

    @Test
    void select() {
        checkView(() -> new Select(1, 2), Shape.of(3, 5), i -> i / 5 * 20 + 2 * 5 + i % 5);
        checkView(() -> new Select(-1, -1), Shape.of(3, 4), i -> i * 5 + 4);
    }

    @Test
    void narrow() {
        checkView(() -> new Narrow(1, 1, 2), Shape.of(3, 2, 5), i -> i / 10 * 20 + 5 + i % 10);
        checkView(() -> new Narrow(0, 3, 0), Shape.of(0, 4, 5), i -> i);
    }

    @Test
    void slice() {
        checkView(() -> new Slice(2, 1, 5, 3), Shape.of(3, 4, 2), i -> i / 2 * 5 + 1 + i % 2 * 3);
        checkView(() -> new Slice(0, -2, 100, 1), Shape.of(2, 4, 5), i -> i + 20);
    }

    @Test
    void unsqueeze() {
        checkView(() -> new Unsqueeze(0), Shape.of(1, 3, 4, 5), i -> i);
        checkView(() -> new Unsqueeze(-1), Shape.of(3, 4, 5, 1), i -> i);
    }

    @Test
    void squeeze() {
        onEveryLayout(Shape.of(1, 3, 1, 5, 1), x -> {
            check(() -> new Squeeze(), inputs -> inputs[0].clone(), x);
            check(() -> new Squeeze(0, -1), inputs -> inputs[0].clone(), x);
            assertThat(new Squeeze().forward(x).shape()).isEqualTo(Shape.of(3, 5));
            assertThat(new Squeeze(0, -1).forward(x).shape()).isEqualTo(Shape.of(3, 1, 5));
            assertThat(new Squeeze(1).forward(x).shape()).isEqualTo(x.shape());
        });
        NDArray number = NDArray.full(Shape.SCALAR, 2f);
        assertThat(new Squeeze(-1).forward(number).item()).isEqualTo(2f);
        assertThatThrownBy(() -> new Squeeze(1).forward(number))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("squeeze: a single number has no dimension 1");
        NDArray x = NDArray.zeros(Shape.of(1, 3, 1));
        assertThatThrownBy(() -> new Squeeze(0, -3).forward(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names dimension 0 of [1, 3, 1] twice");
    }

    @Test
    void expand() {
        onEveryLayout(Shape.of(4, 1), x -> {
            Shape result = Shape.of(2, 4, 3);
            NDArray y = new Expand(result).forward(x);
            assertThat(y.shape()).isEqualTo(result);
            assertThat(y.storage()).isSameAs(x.storage());
            check(() -> new Expand(result), inputs -> taken(inputs[0], result, i -> i / 3 % 4), x);
        });
        NDArray number = NDArray.full(Shape.SCALAR, 2f);
        check(() -> new Expand(Shape.of(70)), inputs -> taken(inputs[0], Shape.of(70), _ -> 0), number);
        assertThatThrownBy(() -> new Expand(Shape.of(4, 2)).forward(NDArray.zeros(Shape.of(3, 1))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("expand: [3, 1] does not broadcast to [4, 2]");
    }

    @Test
    void reshape() {
        onEveryLayout(SHAPE, x -> {
            NDArray y = new Reshape(6, -1).forward(x);
            assertThat(y.shape()).isEqualTo(Shape.of(6, 10));
            assertThat(y.storage() == x.storage()).isEqualTo(x.layout().reshape(6, -1) != null);
            check(() -> new Reshape(6, -1), inputs -> inputs[0].clone(), x);
        });
        assertThatThrownBy(() -> new Reshape(7, -1).forward(NDArray.zeros(SHAPE)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("reshape: [3, 4, 5] has 60 elements");
    }

    @Test
    void copy() {
        onEveryLayout(SHAPE, x -> {
            NDArray y = Copy.COPY.forward(x);
            assertThat(y.storage()).isNotSameAs(x.storage());
            assertThat(y.isContiguous()).isTrue();
            check(() -> Copy.COPY, inputs -> inputs[0].clone(), x);
        });
    }

    @Test
    void aViewOfAViewGoesBackThroughBoth() {
        NDArray x = OracleCheck.random(SHAPE, 1);
        NDArray inner = new Permute(1, 0, 2).forward(x);
        NDArray outer = new Narrow(0, 1, 2).forward(inner);
        outer.fill(0f);
        assertThat(x.storage().version()).isEqualTo(1);
        assertThat(x.get(0, 1, 0)).isZero();
        assertThat(x.get(0, 0, 0)).isNotZero();
    }
}
