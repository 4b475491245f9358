package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HardshrinkTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Hardshrink(), x -> Math.abs(x) > 0.5 ? x : 0);
        Elementwise.check(new Hardshrink(2), x -> Math.abs(x) > 2 ? x : 0);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Hardshrink()).hasToString("Hardshrink(0.5)");
    }
}
