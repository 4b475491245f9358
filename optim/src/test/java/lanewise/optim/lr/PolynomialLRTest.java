package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PolynomialLRTest {
    @Test
    void fallsToZero() {
        Trial.follows(new PolynomialLR(Trial.sgd(1), 4, 2), 1, 0.5625, 0.25, 0.0625, 0, 0);
        Trial.follows(new PolynomialLR(Trial.sgd(0.1)), 0.1, 0.08, 0.06, 0.04, 0.02, 0, 0);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolynomialLR(Trial.sgd(1), 0, 1))
                .withMessageContainingAll("PolynomialLR", "totalIters", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PolynomialLR(Trial.sgd(1), 4, Double.POSITIVE_INFINITY))
                .withMessageContainingAll("PolynomialLR", "power", "Infinity");
    }
}
