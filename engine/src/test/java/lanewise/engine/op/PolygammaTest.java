package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolygammaTest {
    private static float value(int n, float x) {
        return new Polygamma(n).forward(NDArray.of(Shape.of(1), x)).item();
    }

    /// The values are those of mpmath, with 30 digits.
    @ParameterizedTest
    @CsvSource({
        "1, -0.5, 8.934802200544679",
        "2, -0.75, -124.58699919679618",
        "3, -12.25, 1558.5444945580353",
        "2, -1000.25, 124.02510572269784",
        "4, 30, -7.914941340181024e-6",
        "1, 9.313225746154785e-10, 1.152921504606847e18",
        "6, 0.5, -92203.457923803023"
    })
    void ofAnyOrder(int n, float x, double expected) {
        assertThat((double) value(n, x)).isCloseTo(expected, within(1e-7 * Math.abs(expected)));
    }

    /// As in PyTorch.
    @Test
    void atItsPolesAndFarAway() {
        assertThat(value(1, 0)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(value(2, -3)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(value(1, Float.POSITIVE_INFINITY)).isZero();
        assertThat(value(1, Float.NEGATIVE_INFINITY)).isNaN();
        assertThat(value(1, Float.NaN)).isNaN();
        assertThatThrownBy(() -> new Polygamma(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("polygamma: n is 0; it must be at least 1, 0 is digamma");
    }
}
