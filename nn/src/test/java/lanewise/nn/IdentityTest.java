package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Identity(), x -> x);
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Identity()).hasToString("Identity()");
    }
}
