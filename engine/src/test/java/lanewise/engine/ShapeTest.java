package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
    @Test
    void countsElements() {
        assertThat(Shape.SCALAR.elements()).isEqualTo(1);
        assertThat(Shape.of(64, 1000).elements()).isEqualTo(64_000);
        assertThat(Shape.of(3, 0, Integer.MAX_VALUE).elements()).isZero();
        assertThat(Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, 0).elements()).isZero();
    }

    @Test
    void refusesImpossibleSizes() {
        assertThatThrownBy(() -> Shape.of(2, -3)).hasMessage("a shape [2, -3] cannot be: the size -3 is negative");
        assertThatThrownBy(() -> Shape.of(65536, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[65536, 65536] has too many elements");
    }

    @Test
    void isNotChangedThroughTheArraysItCameFromOrGives() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = 9;
        shape.toArray()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(2, 3)).hasToString("[2, 3]");
    }

    @Test
    void negativeDimensionsCountFromTheEnd() {
        assertThat(Shape.of(2, 3, 5).dim(-1)).isEqualTo(5);
        assertThat(Shape.of(2, 3, 5).axis(-3)).isZero();
        assertThatThrownBy(() -> Shape.of(2, 3).dim(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("a shape [2, 3] has no dimension 2; it has 2, from -2 to 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2,3   | 2,3 | 2,3
        2,3   | 3   | 2,3
        2,1   | 1,3 | 2,3
        ''    | 2,3 | 2,3
        5,1,4 | 3,1 | 5,3,4
        0,3   | 1   | 0,3
        """)
    void broadcastsBothWays(String a, String b, String both) {
        assertThat(Shape.broadcast("add", shape(a), shape(b))).isEqualTo(shape(both));
        assertThat(Shape.broadcast("add", shape(b), shape(a))).isEqualTo(shape(both));
        assertThat(shape(a).broadcastsTo(shape(both))).isTrue();
        assertThat(shape(b).broadcastsTo(shape(both))).isTrue();
    }

    @Test
    void saysWhichSizesDoNotBroadcast() {
        assertThatThrownBy(() -> Shape.broadcast("add", Shape.of(4, 3), Shape.of(4)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessage(
                        "add: [4, 3] and [4] do not broadcast: their sizes in dimension -1 are 3 and 4, and neither is"
                                + " 1");
        assertThat(Shape.of(4).broadcastsTo(Shape.of(4, 3))).isFalse();
        assertThat(Shape.of(1, 3).broadcastsTo(Shape.of(3))).isFalse();
    }

    private static Shape shape(String sizes) {
        String[] parts = sizes.isEmpty() ? new String[0] : sizes.split(",", -1);
        int[] values = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Integer.parseInt(parts[i]);
        }
        return Shape.of(values);
    }
}
