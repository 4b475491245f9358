package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SigmoidTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Sigmoid(), x -> 1 / (1 + Math.exp(-x)));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Sigmoid()).hasToString("Sigmoid()");
    }
}
