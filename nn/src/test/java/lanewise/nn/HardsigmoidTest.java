package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HardsigmoidTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Hardsigmoid(), x -> Math.clamp(x / 6 + 0.5, 0.0, 1.0));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Hardsigmoid()).hasToString("Hardsigmoid()");
    }
}
