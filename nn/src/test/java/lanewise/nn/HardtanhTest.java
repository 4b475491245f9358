package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HardtanhTest {
    @Test
    void computesItsFormulaAndGradient() {
        Elementwise.check(new Hardtanh(), x -> Math.clamp(x, -1.0, 1.0));
        Elementwise.check(new Hardtanh(-2.0, 0.5), x -> Math.clamp(x, -2.0, 0.5));
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Hardtanh()).hasToString("Hardtanh(min_val=-1.0, max_val=1.0)");
        assertThat(new Hardtanh(-2.0, 0.5)).hasToString("Hardtanh(min_val=-2.0, max_val=0.5)");
    }

    @Test
    void refusesBoundsInTheWrongOrder() {
        assertThatThrownBy(() -> new Hardtanh(1.0, 1.0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Hardtanh: min 1.0 must be below max 1.0");
    }
}
