package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

class CompareTest {
    private static final NDArray A = NDArray.of(Shape.of(4), 1f, 2f, 3f, Float.NaN);
    private static final NDArray B = NDArray.of(Shape.of(4), 2f, 2f, 2f, 2f);

    @Test
    void comparesElementByElement() {
        assertThat(Compare.lt(A, B).toArray()).containsExactly(true, false, false, false);
        assertThat(Compare.le(A, B).toArray()).containsExactly(true, true, false, false);
        assertThat(Compare.gt(A, B).toArray()).containsExactly(false, false, true, false);
        assertThat(Compare.ge(A, B).toArray()).containsExactly(false, true, true, false);
        assertThat(Compare.eq(A, B).toArray()).containsExactly(false, true, false, false);
        assertThat(Compare.ne(A, B).toArray()).containsExactly(true, false, true, true);
    }

    @Test
    void comparesWithANumber() {
        assertThat(Compare.lt(A, 2f).toArray()).isEqualTo(Compare.lt(A, B).toArray());
        assertThat(Compare.le(A, 2f).toArray()).isEqualTo(Compare.le(A, B).toArray());
        assertThat(Compare.gt(A, 2f).toArray()).isEqualTo(Compare.gt(A, B).toArray());
        assertThat(Compare.ge(A, 2f).toArray()).isEqualTo(Compare.ge(A, B).toArray());
        assertThat(Compare.eq(A, 2f).toArray()).isEqualTo(Compare.eq(A, B).toArray());
        assertThat(Compare.ne(A, 2f).toArray()).isEqualTo(Compare.ne(A, B).toArray());
    }

    @Test
    void broadcastsAndTakesStridedArrays() {
        NDArray a = NDArray.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        BoolArray rows = Compare.gt(a.view(a.layout().transpose(0, 1)), NDArray.of(Shape.of(2), 1, 5));
        assertThat(rows.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(rows.toArray()).containsExactly(false, false, true, false, true, true);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        assertThatThrownBy(() -> Compare.lt(A, NDArray.zeros(Shape.of(3))))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("lt: [4] and [3]");
    }
}
