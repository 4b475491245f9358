package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ConstantLRTest {
    private static final double THIRD = 1.0 / 3;

    @Test
    void stepsUpOnce() {
        Trial.follows(new ConstantLR(Trial.sgd(1), THIRD, 4), THIRD, THIRD, THIRD, THIRD, 1, 1, 1);
        Trial.follows(new ConstantLR(Trial.sgd(1)), THIRD, THIRD, THIRD, THIRD, THIRD, 1);
    }

    @Test
    void comesBackFromZero() {
        Trial.follows(new ConstantLR(Trial.sgd(0.25), 0, 2), 0, 0, 0.25, 0.25);
    }

    @Test
    void refusesBadOptions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConstantLR(Trial.sgd(1), 1.5, 4))
                .withMessage("ConstantLR: factor is 1.5; it must be from 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConstantLR(Trial.sgd(1), 0.5, 0))
                .withMessageContainingAll("ConstantLR", "totalIters", "0");
    }
}
