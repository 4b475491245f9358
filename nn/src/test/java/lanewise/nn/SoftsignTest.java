package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoftsignTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Softsign(), x -> x / (1 + Math.abs(x)));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Softsign()).hasToString("Softsign()");
    }
}
