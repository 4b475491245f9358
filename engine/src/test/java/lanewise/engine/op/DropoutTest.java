package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static NDArray mask(double p, long seed, Shape shape) {
        return new Dropout(p, new Generator(seed)).forward(NDArray.full(shape, 1f));
    }

    @Test
    void elementsAreZeroOrScaled() {
        NDArray mask = mask(0.3, 1, Shape.of(100_000));
        int kept = 0;
        for (float value : mask.toArray()) {
            assertThat(value == 0f || value == (float) (1 / 0.7)).isTrue();
            kept += value == 0f ? 0 : 1;
        }
        // the number kept has a standard deviation of 145
        assertThat(kept).isCloseTo(70_000, within(700));
    }

    @Test
    void resultAndGradientHaveTheSameMask() {
        Shape shape = Shape.of(5, 13);
        double[] mask = OracleCheck.doubles(mask(0.5, 3, shape))[0];
        OracleCheck.onEveryLayout(
                shape,
                x -> OracleCheck.check(
                        () -> new Dropout(0.5, new Generator(3)),
                        in -> {
                            double[] y = new double[mask.length];
                            for (int i = 0; i < y.length; i++) {
                                y[i] = mask[i] * in[0][i];
                            }
                            return y;
                        },
                        x));
    }

    @Test
    void nothingOrEverything() {
        NDArray x = OracleCheck.random(Shape.of(50), 1);
        assertThat(new Dropout(0, new Generator(1)).forward(x).toArray()).isEqualTo(x.toArray());
        for (float zero : new Dropout(1, new Generator(1)).forward(x).toArray()) {
            assertThat(Math.abs(zero)).isEqualTo(0f); // 0·x may be -0
        }
    }

    @Test
    void theSeedDecides() {
        Shape shape = Shape.of(1000);
        assertThat(mask(0.5, 7, shape).toArray()).isEqualTo(mask(0.5, 7, shape).toArray());
        assertThat(mask(0.5, 7, shape).toArray())
                .isNotEqualTo(mask(0.5, 8, shape).toArray());
    }

    @Test
    void theProbabilityIsChecked() {
        for (double p : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Dropout(p, new Generator(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dropout: p is " + p + "; it must be from 0 to 1");
        }
    }
}
