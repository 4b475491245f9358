package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Test;

class MultiplicativeLRTest {
    @Test
    void multipliesThePresentRate() {
        SGD sgd = Trial.sgd(1);
        var scheduler = new MultiplicativeLR(sgd, epoch -> 1.0 / (epoch + 1));
        Trial.follows(scheduler, 1, 0.5, 1 / 6.0, 1 / 24.0, 1 / 120.0);
        Trial.setRates(sgd, 6);
        Trial.follows(scheduler, 6, 1);
    }

    @Test
    void eachGroupHasItsFunction() {
        var scheduler = new MultiplicativeLR(Trial.sgd(1, 1), List.of(epoch -> 2, epoch -> 0.5));
        assertThat(Trial.run(scheduler, 3).getLast()).containsExactly(8, 0.125);
    }

    @Test
    void refusesAnotherNumberOfFunctions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultiplicativeLR(Trial.sgd(1, 2), List.of(epoch -> 1)))
                .withMessageContainingAll("MultiplicativeLR", "1 functions", "2 groups");
    }
}
