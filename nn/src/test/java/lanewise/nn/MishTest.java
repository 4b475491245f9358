package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MishTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Mish(), x -> x * Math.tanh(Math.log1p(Math.exp(x))));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Mish()).hasToString("Mish()");
    }
}
