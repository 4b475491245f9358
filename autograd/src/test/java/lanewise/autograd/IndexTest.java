package lanewise.autograd;

import static lanewise.autograd.BackwardTest.gradient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// Python's brackets. The expected values are NumPy's for `arange(24).reshape(2, 3, 4)`.
class IndexTest {
    private final Tensor x = Tensor.arange(24).reshape(2, 3, 4);

    private static void assertIs(Tensor actual, Shape shape, float... elements) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.toArray()).containsExactly(elements);
    }

    @Test
    void numbers() {
        assertIs(x.get(1, 2), Shape.of(4), 20, 21, 22, 23);
        assertIs(x.get(-1, -1, -1), Shape.of(), 23);
        assertIs(x.get(Index.at(1), Index.at(0)), Shape.of(4), 12, 13, 14, 15);
        assertThat(x.get(0).array().storage()).isSameAs(x.array().storage());
    }

    @Test
    void ranges() {
        assertIs(
                x.get(Index.all(), Index.slice(1, 3), Index.slice(0, 4, 3)),
                Shape.of(2, 2, 2),
                4,
                7,
                8,
                11,
                16,
                19,
                20,
                23);
        assertIs(x.get(Index.at(0), Index.from(-1)), Shape.of(1, 4), 8, 9, 10, 11);
        assertIs(x.get(Index.at(0), Index.to(-2), Index.to(2)), Shape.of(1, 2), 0, 1);
        assertThat(x.get(Index.slice(1, 1)).shape()).isEqualTo(Shape.of(0, 3, 4));
    }

    @Test
    void ellipsisAndNewAxes() {
        assertIs(x.get(Index.ellipsis(), Index.at(3)), Shape.of(2, 3), 3, 7, 11, 15, 19, 23);
        assertIs(x.get(Index.at(1), Index.ellipsis(), Index.at(0)), Shape.of(3), 12, 16, 20);
        assertIs(x.get(Index.at(0), Index.newAxis(), Index.at(0)), Shape.of(1, 4), 0, 1, 2, 3);
        assertThat(x.get(Index.ellipsis(), Index.newAxis()).shape()).isEqualTo(Shape.of(2, 3, 4, 1));
        assertThat(x.get(Index.ellipsis()).shape()).isEqualTo(x.shape());
    }

    @Test
    void positions() {
        Index rows = Index.of(LongTensor.of(2, 0, -1));
        assertIs(x.get(Index.at(0), rows, Index.at(1)), Shape.of(3), 9, 1, 9);
        assertIs(x.get(Index.all(), rows, Index.slice(0, 1)), Shape.of(2, 3, 1), 8, 0, 8, 20, 12, 20);
        Index square = Index.of(LongTensor.of(Shape.of(2, 2), 0, 1, 1, 0));
        assertIs(x.get(square, Index.at(0), Index.at(0)), Shape.of(2, 2), 0, 12, 12, 0);
    }

    @Test
    void positionsInSeveralDimensionsAreTakenTogether() {
        Index a = Index.of(LongTensor.of(0, 1));
        Index b = Index.of(LongTensor.of(2, 0));
        assertIs(x.get(a, b), Shape.of(2, 4), 8, 9, 10, 11, 12, 13, 14, 15);
        assertIs(x.get(Index.all(), b, Index.of(LongTensor.of(3, 1))), Shape.of(2, 2), 11, 1, 23, 13);
        assertIs(x.get(a, Index.all(), b), Shape.of(2, 3), 2, 6, 10, 12, 16, 20);
        assertIs(x.get(a, b, Index.of(LongTensor.of(1))), Shape.of(2), 9, 13);
    }

    @Test
    void masks() {
        assertIs(x.get(Index.of(x.gt(20))), Shape.of(3), 21, 22, 23);
        assertIs(x.get(Index.at(0), Index.of(BoolTensor.of(true, false, true)), Index.at(0)), Shape.of(2), 0, 8);
        assertThat(x.get(Index.of(x.gt(100))).shape()).isEqualTo(Shape.of(0));
        BoolTensor pairs = BoolTensor.of(Shape.of(2, 3), true, false, false, false, false, true);
        assertIs(x.get(Index.of(pairs)), Shape.of(2, 4), 0, 1, 2, 3, 20, 21, 22, 23);
    }

    @Test
    void positionsBroadcast() {
        Index rows = Index.of(LongTensor.of(Shape.of(2, 1), 0, 1));
        Index columns = Index.of(LongTensor.of(0, 2));
        assertIs(x.get(rows, columns, Index.at(3)), Shape.of(2, 2), 3, 11, 15, 23);
        assertThat(x.get(Index.of(LongTensor.zeros(0))).shape()).isEqualTo(Shape.of(0, 3, 4));
    }

    @Test
    void singleNumbersAndTruths() {
        Tensor row = x.get(Index.of(LongTensor.full(Shape.SCALAR, -1)), Index.at(0));
        assertIs(row, Shape.of(4), 12, 13, 14, 15);
        assertThat(row.array().storage()).isSameAs(x.array().storage());
        assertThat(x.get(Index.of(BoolTensor.full(Shape.SCALAR, true))).shape()).isEqualTo(Shape.of(1, 2, 3, 4));
        assertThat(x.get(Index.all(), Index.of(BoolTensor.full(Shape.SCALAR, false)))
                        .shape())
                .isEqualTo(Shape.of(2, 0, 3, 4));
    }

    @Test
    void aValueMayHaveLeadingDimensionsOfOne() {
        Tensor y = Tensor.zeros(2, 2);
        y.set(Tensor.of(Shape.of(1, 1, 2), 3, 4), Index.at(1));
        y.set(Tensor.of(Shape.of(1, 1, 2), 5, 6), Index.of(LongTensor.of(0)));
        assertThat(y.toArray()).containsExactly(5, 6, 3, 4);
        y.set(y.get(1), Index.of(LongTensor.of(1, 0)));
        assertThat(y.toArray()).containsExactly(3, 4, 3, 4);
    }

    @Test
    void gradientsFlowBackToWhatWasIndexed() {
        Tensor w = Tensor.arange(6).reshape(2, 3).requiresGrad_(true);
        w.get(Index.all(), Index.of(LongTensor.of(0, 2, 0))).sum().backward();
        assertThat(gradient(w)).containsExactly(2, 0, 1, 2, 0, 1);
        w.setGrad(null);
        w.get(Index.at(1), Index.slice(0, 3, 2)).mul(Tensor.of(5, 7)).sum().backward();
        assertThat(gradient(w)).containsExactly(0, 0, 0, 5, 0, 7);
        w.setGrad(null);
        w.get(Index.of(w.detach().gt(3))).sum().backward();
        assertThat(gradient(w)).containsExactly(0, 0, 0, 0, 1, 1);
    }

    @Test
    void setWritesWhatGetReads() {
        Tensor y = Tensor.zeros(2, 3);
        y.set(5, Index.at(0), Index.from(1));
        y.set(Tensor.of(7, 8), Index.all(), Index.at(0));
        assertThat(y.toArray()).containsExactly(7, 5, 5, 8, 0, 0);
        y.set(-1, Index.of(y.eq(5)));
        y.set(Tensor.of(7, 8), Index.of(y.gt(0)));
        assertThat(y.toArray()).containsExactly(7, -1, -1, 8, 0, 0);
        y.set(Tensor.of(1, 2), Index.of(LongTensor.of(0, 1)), Index.of(LongTensor.of(2, 1)));
        assertThat(y.toArray()).containsExactly(7, -1, 1, 8, 2, 0);
        y.set(Tensor.of(Shape.of(2, 1), 3, 4), Index.all(), Index.of(LongTensor.of(2, 0)));
        assertThat(y.toArray()).containsExactly(3, -1, 3, 4, 2, 4);
    }

    @Test
    void setIsForPlainTensorsOrUnderNoGrad() {
        Tensor w = Tensor.of(1, 2).requiresGrad_(true);
        assertThatThrownBy(() -> w.set(0, Index.at(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set")
                .hasMessageContaining("noGrad()");
        Tensor plain = Tensor.of(1, 2);
        assertThatThrownBy(() -> plain.set(w, Index.all())).isInstanceOf(IllegalStateException.class);
        try (GradMode _ = GradMode.noGrad()) {
            w.set(0, Index.at(0));
        }
        assertThat(w.toArray()).containsExactly(0, 2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> x.get(0, 0, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.get(Index.at(2)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index 2");
        assertThatThrownBy(() -> x.get(Index.all(), Index.all(), Index.all(), Index.all()))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("4 dimensions")
                .hasMessageContaining("[2, 3, 4]");
        assertThatThrownBy(() -> x.get(Index.ellipsis(), Index.ellipsis())).hasMessageContaining("ellipsis");
        assertThatThrownBy(() -> x.get(Index.of(LongTensor.of(0, 2))))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("index 2");
        assertThatThrownBy(() -> x.get(Index.of(BoolTensor.of(true, false, true))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("3 != 2");
        assertThatThrownBy(() -> x.get(Index.of(LongTensor.of(0, 1)), Index.of(LongTensor.of(0, 1, 2))))
                .isInstanceOf(ShapeMismatchException.class);
        assertThatThrownBy(() -> Index.slice(0, 3, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step is 0");
        assertThatThrownBy(() -> x.clone().set(Tensor.of(1, 2, 3), Index.at(0), Index.at(0)))
                .isInstanceOf(ShapeMismatchException.class);
    }
}
