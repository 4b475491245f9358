package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogSigmoidTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new LogSigmoid(), x -> -Math.log1p(Math.exp(-x)));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new LogSigmoid()).hasToString("LogSigmoid()");
    }
}
