package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class ClosenessTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final NDArray A = NDArray.of(Shape.of(5), 1f, 2f, Float.NaN, INFINITY, INFINITY);
    private static final NDArray B = NDArray.of(Shape.of(5), 1.05f, 2.5f, Float.NaN, INFINITY, 1f);

    @Test
    void comparesWithinTheTolerances() {
        assertThat(new Closeness(0.1, 0, false).compare(A, B).toArray())
                .containsExactly(true, false, false, true, false);
        assertThat(new Closeness(0, 0.5, true).compare(A, B).toArray()).containsExactly(true, true, true, true, false);
        assertThat(new Closeness(0, 1e-9, true)
                        .compare(A, NDArray.full(Shape.of(2, 1), 1f))
                        .shape())
                .isEqualTo(Shape.of(2, 5));
    }

    @Test
    void refusesNegativeTolerances() {
        assertThatThrownBy(() -> new Closeness(-1, 0, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rtol is -1.0 and atol is 0.0");
    }
}
