package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThresholdTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Threshold(0.1, 20), x -> x > 0.1 ? x : 20);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Threshold(0.1, 20)).hasToString("Threshold(threshold=0.1, value=20.0)");
    }
}
