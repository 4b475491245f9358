package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class LongReductionsTest {
    private static final LongArray X = LongArray.of(Shape.of(2, 3), 1, 5, 5, -2, 7, -2);

    @Test
    void reduceOverDimensions() {
        assertThat(LongReductions.sum(X, new int[] {0}, false).toArray()).containsExactly(-1, 12, 3);
        assertThat(LongReductions.sum(X, new int[0], true).shape()).isEqualTo(Shape.of(1, 1));
        assertThat(LongReductions.amax(X, new int[] {-1}, false).toArray()).containsExactly(5, 7);
        assertThat(LongReductions.amin(X, new int[] {-1}, false).toArray()).containsExactly(1, -2);
    }

    @Test
    void theFirstOfEqualOnesIsFound() {
        assertThat(LongReductions.argmax(X, new int[] {1}, false).toArray()).containsExactly(1, 1);
        assertThat(LongReductions.argmin(X, new int[] {1}, true).toArray()).containsExactly(0, 0);
        assertThat(LongReductions.argmax(X, new int[0], false).item()).isEqualTo(4);
    }

    @Test
    void sumsUpToEachElement() {
        assertThat(LongReductions.cumsum(X, 1).toArray()).containsExactly(1, 6, 11, -2, 5, 3);
        assertThat(LongReductions.cumsum(X, 0).toArray()).containsExactly(1, 5, 5, -1, 12, 3);
        assertThat(LongReductions.cumsum(LongArray.zeros(Shape.of(2, 0)), 1).shape())
                .isEqualTo(Shape.of(2, 0));
    }

    @Test
    void productsUpToEachElementAndOfAll() {
        assertThat(LongReductions.cumprod(X, 1).toArray()).containsExactly(1, 5, 25, -2, -14, 28);
        assertThat(LongReductions.prod(X, new int[] {0}, false).toArray()).containsExactly(-2, 35, -10);
        assertThat(LongReductions.prod(LongArray.zeros(Shape.of(0)), new int[0], false)
                        .item())
                .isEqualTo(1);
    }

    @Test
    void theLastOfEqualOnesIsTheGreatestSoFar() {
        assertThat(LongReductions.argcummax(X, 1).toArray()).containsExactly(0, 1, 2, 0, 1, 1);
        assertThat(LongReductions.argcummin(X, 1).toArray()).containsExactly(0, 0, 0, 0, 0, 2);
        assertThat(LongReductions.argcummax(X, 0).toArray()).containsExactly(0, 0, 0, 0, 1, 0);
    }

    @Test
    void refusesToChooseFromNothing() {
        LongArray none = LongArray.zeros(Shape.of(2, 0));
        assertThatThrownBy(() -> LongReductions.amax(none, new int[] {1}, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amax: an array [2, 0] has no elements to choose from in the reduced dimensions");
        assertThat(LongReductions.sum(none, new int[] {1}, false).toArray()).containsExactly(0, 0);
    }
}
