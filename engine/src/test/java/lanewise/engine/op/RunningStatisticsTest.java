package lanewise.engine.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

class RunningStatisticsTest {
    @Test
    void anUpdateChangesTheArraysInPlaceAndSaysSo() {
        NDArray memory = NDArray.full(Shape.of(4), 7f);
        NDArray mean = memory.view(memory.layout().narrow(0, 1, 2));
        NDArray variance = NDArray.of(Shape.of(2), 1, 1);
        int version = mean.storage().version();
        var running = new RunningStatistics(mean, variance);
        var batch = new ChannelNormalization.Statistics(NDArray.of(Shape.of(2), 3, 5), NDArray.of(Shape.of(2), 2, 4));
        running.update(batch, 2, 0.5);
        assertThat(memory.toArray()).containsExactly(7, 5, 6, 7);
        assertThat(variance.toArray()).containsExactly(2.5f, 4.5f); // of two elements, the unbiased one is twice
        assertThat(mean.storage().version()).isGreaterThan(version);
    }

    @Test
    void oneNumberAChannelInOneRun() {
        NDArray two = NDArray.zeros(Shape.of(2));
        assertThatThrownBy(() -> new RunningStatistics(two, NDArray.zeros(Shape.of(3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("running mean [2] and variance [3] must be contiguous and have one number a channel, [c]");
        NDArray apart = NDArray.zeros(Shape.of(4));
        NDArray everySecond = apart.view(apart.layout().slice(0, 0, 4, 2));
        assertThatThrownBy(() -> new RunningStatistics(two, everySecond)).isInstanceOf(IllegalArgumentException.class);
    }
}
