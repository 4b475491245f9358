package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SELUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new SELU(), x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new SELU()).hasToString("SELU()");
    }
}
