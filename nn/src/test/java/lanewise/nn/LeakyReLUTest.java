package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeakyReLUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new LeakyReLU(), x -> x > 0 ? x : 0.01 * x);
        Elementwise.check(new LeakyReLU(0.2), x -> x > 0 ? x : 0.2 * x);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new LeakyReLU()).hasToString("LeakyReLU(negative_slope=0.01)");
        assertThat(new LeakyReLU(0.2)).hasToString("LeakyReLU(negative_slope=0.2)");
    }
}
