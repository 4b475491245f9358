package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReLUTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new ReLU(), x -> Math.max(x, 0));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new ReLU()).hasToString("ReLU()");
    }
}
