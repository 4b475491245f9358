package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NormalFillTest {
    @Test
    void sineIsWithinItsBound() {
        assertThat(largestRelativeError(angles(), NormalFill::sin, StrictMath::sin))
                .isLessThan(3e-14);
    }

    @Test
    void cosineIsWithinItsBound() {
        assertThat(largestRelativeError(angles(), NormalFill::cos, StrictMath::cos))
                .isLessThan(1e-12);
    }

    @Test
    void logarithmIsWithinItsBound() {
        DoubleStream even = IntStream.range(1, 100_000).mapToDouble(i -> i * 1e-5);
        DoubleStream nearOne = IntStream.range(1, 64).mapToDouble(i -> 1 - i * 0x1p-32);
        DoubleStream powers = IntStream.range(1, 33).mapToDouble(i -> StrictMath.pow(2, -i));
        DoubleStream all = DoubleStream.concat(even, DoubleStream.concat(nearOne, powers));
        assertThat(largestRelativeError(all, NormalFill::log, StrictMath::log)).isLessThan(1e-14);
        assertThat(NormalFill.log(1)).isZero();
    }

    /// Box and Muller's formula with the platform-independent functions of the JDK is what it computes, to the last
    /// bit of nearly every float.
    @Test
    void isTheFormula() {
        float[] y = new float[4000];
        new NormalFill(3, 100, y, 0, 0f, 1f).run(0, y.length);
        int[] words = new int[Philox.WORDS];
        for (int i = 0; i < y.length; i += 2) {
            Philox.block(3, 100 + i / 4, words);
            double r = StrictMath.sqrt(-2 * StrictMath.log((Integer.toUnsignedLong(words[i & 2]) + 1) * 0x1p-32));
            double angle = 2 * Math.PI * Integer.toUnsignedLong(words[(i & 2) + 1]) * 0x1p-32;
            assertThat(Math.abs(y[i] - r * StrictMath.cos(angle))).isLessThan(r * 0x1p-23);
            assertThat(Math.abs(y[i + 1] - r * StrictMath.sin(angle))).isLessThan(r * 0x1p-23);
        }
    }

    private static DoubleStream angles() {
        return IntStream.rangeClosed(-100_000, 100_000)
                .filter(i -> i != 0)
                .mapToDouble(i -> i * (Math.PI / 4 / 100_000));
    }

    private static double largestRelativeError(DoubleStream x, DoubleUnaryOperator f, DoubleUnaryOperator reference) {
        return x.map(value -> Math.abs(f.applyAsDouble(value) / reference.applyAsDouble(value) - 1))
                .max()
                .orElseThrow();
    }
}
