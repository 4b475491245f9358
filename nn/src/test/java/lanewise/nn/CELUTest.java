package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CELUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new CELU(), x -> x > 0 ? x : Math.expm1(x));
        Elementwise.check(new CELU(0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x / 0.5));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new CELU()).hasToString("CELU(alpha=1.0)");
    }

    @Test
    void refusesAnAlphaOfZero() {
        assertThatThrownBy(() -> new CELU(0)).hasMessage("CELU: alpha must not be 0");
    }
}
