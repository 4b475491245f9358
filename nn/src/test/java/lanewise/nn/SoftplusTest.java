package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoftplusTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Softplus(), x -> Math.log1p(Math.exp(x)));
        Elementwise.check(new Softplus(3.0, 10.0), x -> 3 * x > 10 ? x : Math.log1p(Math.exp(3 * x)) / 3);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Softplus()).hasToString("Softplus(beta=1.0, threshold=20.0)");
        assertThat(new Softplus(3.0, 10.0)).hasToString("Softplus(beta=3.0, threshold=10.0)");
    }
}
