package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReLU6Test {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new ReLU6(), x -> Math.clamp(x, 0.0, 6.0));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new ReLU6()).hasToString("ReLU6()");
    }
}
