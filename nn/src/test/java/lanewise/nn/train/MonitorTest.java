package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MonitorTest {
    @Test
    void smallOrLargeValuesAreGood() {
        assertThat(Monitor.min("loss").isBetter(1, 2)).isTrue();
        assertThat(Monitor.min("loss").isBetter(2, 2)).isFalse();
        assertThat(Monitor.max("accuracy").isBetter(3, 2)).isTrue();
        assertThat(Monitor.max("accuracy").isBetter(1, 2)).isFalse();
    }

    @Test
    void progressMustBeMoreThanTheLeast() {
        Monitor loss = Monitor.min("loss").withMinDelta(0.5);
        assertThat(loss.isBetter(1.5, 2)).isFalse();
        assertThat(loss.isBetter(1.25, 2)).isTrue();
        Monitor accuracy = Monitor.max("accuracy").withMinDelta(0.5);
        assertThat(accuracy.isBetter(2.5, 2)).isFalse();
        assertThat(accuracy.isBetter(2.75, 2)).isTrue();
    }

    @Test
    void anyNumberIsBetterThanNoneAndNaNNever() {
        assertThat(Monitor.min("x").isBetter(1e30, Monitor.min("x").worst())).isTrue();
        assertThat(Monitor.max("x").isBetter(-1e30, Monitor.max("x").worst())).isTrue();
        assertThat(Monitor.min("x").isBetter(Double.NaN, Monitor.min("x").worst()))
                .isFalse();
    }

    @Test
    void refusesAProgressThatIsNone() {
        for (double delta : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Monitor.min("x").withMinDelta(delta))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("minDelta is " + delta);
        }
    }
}
