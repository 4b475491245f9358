package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SiLUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new SiLU(), x -> x / (1 + Math.exp(-x)));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new SiLU()).hasToString("SiLU()");
    }
}
