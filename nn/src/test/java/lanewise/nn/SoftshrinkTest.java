package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SoftshrinkTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Softshrink(), x -> x - Math.clamp(x, -0.5, 0.5));
        Elementwise.check(new Softshrink(2), x -> x - Math.clamp(x, -2.0, 2.0));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Softshrink()).hasToString("Softshrink(0.5)");
    }

    @Test
    void refusesANegativeLambda() {
        assertThatThrownBy(() -> new Softshrink(-1)).hasMessageContaining("must not be negative, as -1.0 is");
    }
}
