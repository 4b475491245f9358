package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ELUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new ELU(), x -> x > 0 ? x : Math.expm1(x));
        Elementwise.check(new ELU(0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new ELU()).hasToString("ELU(alpha=1.0)");
        assertThat(new ELU(0.5)).hasToString("ELU(alpha=0.5)");
    }
}
