package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TanhTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Tanh(), Math::tanh);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Tanh()).hasToString("Tanh()");
    }
}
