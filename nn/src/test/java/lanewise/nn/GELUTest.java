package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GELUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(
                new GELU(GELU.Approximate.TANH),
                x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
        Elementwise.check(new GELU(), x -> x * normalDistribution(x));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new GELU(GELU.Approximate.TANH)).hasToString("GELU(approximate='tanh')");
        assertThat(new GELU()).hasToString("GELU(approximate='none')");
    }

    /// The density's integral from 0, by Simpson's rule, and one half.
    private static double normalDistribution(double x) {
        int pieces = 2000;
        double step = x / pieces;
        double sum = density(0) + density(x);
        for (int i = 1; i < pieces; i++) {
            sum += (i % 2 == 1 ? 4 : 2) * density(i * step);
        }
        return 0.5 + sum * step / 3;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
