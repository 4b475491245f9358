package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.BoolArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class CountNonzeroTest {
    private static final BoolArray X = BoolArray.of(Shape.of(2, 3), true, false, true, true, true, true);

    @Test
    void countsOverDimensions() {
        assertThat(CountNonzero.of(X, new int[] {0}, false).toArray()).containsExactly(2, 1, 2);
        assertThat(CountNonzero.of(X, new int[] {-1}, true).toArray()).containsExactly(2, 3);
        assertThat(CountNonzero.of(X, new int[] {-1}, true).shape()).isEqualTo(Shape.of(2, 1));
        assertThat(CountNonzero.of(X, new int[0], false).item()).isEqualTo(5);
    }

    @Test
    void allAndAny() {
        assertThat(CountNonzero.all(X, new int[] {0}, false).toArray()).containsExactly(true, false, true);
        assertThat(CountNonzero.all(X, new int[] {1}, false).toArray()).containsExactly(false, true);
        assertThat(CountNonzero.any(X, new int[] {1, 0}, true).toArray()).containsExactly(true);
        assertThat(CountNonzero.any(X, new int[] {1, 0}, true).shape()).isEqualTo(Shape.of(1, 1));
    }

    @Test
    void ofNone() {
        BoolArray none = BoolArray.zeros(Shape.of(0, 2));
        assertThat(CountNonzero.all(none, new int[] {0}, false).toArray()).containsExactly(true, true);
        assertThat(CountNonzero.any(none, new int[] {0}, false).toArray()).containsExactly(false, false);
    }

    @Test
    void readsAnyLayout() {
        BoolArray transposed = X.view(X.layout().transpose(0, 1));
        assertThat(CountNonzero.of(transposed, new int[] {1}, false).toArray()).containsExactly(2, 1, 2);
    }
}
