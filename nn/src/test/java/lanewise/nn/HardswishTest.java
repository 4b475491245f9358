package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HardswishTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Hardswish(), x -> x * Math.clamp(x / 6 + 0.5, 0.0, 1.0));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Hardswish()).hasToString("Hardswish()");
    }
}
