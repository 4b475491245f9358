package lanewise.nn.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeanLossTest {
    private final MeanLoss loss = new MeanLoss();

    @Test
    void weighsBatchesByTheirSizes() throws IOException {
        loss.update(2, 64);
        loss.update(1.5, 64);
        loss.update(9, 3);
        loss.update(Double.NaN, 0); // the mean of no examples
        assertThat(loss.value()).isCloseTo((2 * 64 + 1.5 * 64 + 9 * 3) / 131, within(1e-15));
        assertThat(loss.examples()).isEqualTo(131);
        assertThat(Scores.restored(loss, new MeanLoss()).value()).isEqualTo(loss.value());
    }

    @Test
    void ofNothingThereIsNoValue() {
        assertThatThrownBy(loss::value).isInstanceOf(IllegalStateException.class);
        loss.update(1, 1);
        loss.reset();
        assertThatThrownBy(loss::value)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no example");
        assertThatThrownBy(() -> loss.update(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
