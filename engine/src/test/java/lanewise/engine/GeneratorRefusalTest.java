package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What no numbers can be drawn with; nothing is changed then.
class GeneratorRefusalTest {
    @ParameterizedTest
    @CsvSource({
        "2, 1, low is 2.0 and high is 1.0",
        "NaN, 1, low is NaN",
        "0, NaN, high is NaN",
        "0, Infinity, high is Inf"
    })
    void uniformRefusesBadRanges(float low, float high, String message) {
        refuses(message, (g, y) -> g.fillUniform(y, low, high));
    }

    @ParameterizedTest
    @CsvSource({"0, -1, std is -1.0", "NaN, 1, mean is NaN", "0, NaN, std is NaN", "0, Infinity, std is Infinity"})
    void normalRefusesBadParameters(float mean, float std, String message) {
        refuses(message, (g, y) -> g.fillNormal(y, mean, std));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void bernoulliRefusesBadProbabilities(double p) {
        refuses("probability is " + p, (g, y) -> g.fillBernoulli(y, p));
        assertThatThrownBy(() -> new Generator(1).fillBernoulli(BoolArray.zeros(Shape.of(1)), p))
                .hasMessageContaining("probability is " + p);
    }

    @Test
    void badBoundsAreRefused() {
        Generator generator = new Generator(1);
        LongArray y = LongArray.zeros(Shape.of(1));
        assertThatThrownBy(() -> generator.nextInt(0)).hasMessageContaining("bound is 0");
        assertThatThrownBy(() -> generator.permutation(-1)).hasMessageContaining("n is -1");
        assertThatThrownBy(() -> generator.fillIntegers(y, 3, 3)).hasMessageContaining("low is 3 and high is 3");
        assertThat(generator.state()).isEqualTo(new Generator.State(1, 0));
    }

    private static void refuses(String message, java.util.function.BiConsumer<Generator, NDArray> draw) {
        Generator generator = new Generator(1);
        NDArray y = NDArray.full(Shape.of(3), 8f);
        assertThatThrownBy(() -> draw.accept(generator, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThat(y.toArray()).containsOnly(8f);
        assertThat(generator.state()).isEqualTo(new Generator.State(1, 0));
    }
}
