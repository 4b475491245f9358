package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TanhshrinkTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Tanhshrink(), x -> x - Math.tanh(x));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Tanhshrink()).hasToString("Tanhshrink()");
    }
}
