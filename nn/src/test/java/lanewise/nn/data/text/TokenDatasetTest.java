package lanewise.nn.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.engine.Shape;
import lanewise.nn.data.Batch;
import lanewise.nn.data.DataLoader;
import lanewise.nn.data.RandomSampler;
import org.junit.jupiter.api.Test;

class TokenDatasetTest {
    private final TokenDataset windows =
            new TokenDataset(IntStream.range(100, 111).toArray(), 3);

    @Test
    void targetsAreTheTokensThatFollow() {
        assertThat(windows.size()).isEqualTo(8);
        assertThat(windows.context()).isEqualTo(3);
        Batch<LongTensor, LongTensor> batch = windows.get(LongTensor.of(7, 0));
        assertThat(batch.inputs().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(batch.inputs().toArray()).containsExactly(107, 108, 109, 100, 101, 102);
        assertThat(batch.targets().toArray()).containsExactly(108, 109, 110, 101, 102, 103);
        assertThat(batch.size()).isEqualTo(2);
        assertThatThrownBy(() -> windows.get(LongTensor.of(8))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aStrideLeavesOutWindows() {
        TokenDataset apart = windows.withStride(3);
        assertThat(apart.size()).isEqualTo(3);
        assertThat(apart.get(LongTensor.of(2, 1)).inputs().toArray()).containsExactly(106, 107, 108, 103, 104, 105);
        assertThat(new TokenDataset(new int[7], 3).withStride(3).size()).isEqualTo(2);
        assertThat(new TokenDataset(new int[6], 3).withStride(3).size()).isEqualTo(1);
    }

    @Test
    void randomWindowsComeFromAnywhere() {
        DataLoader<LongTensor, LongTensor> loader = new DataLoader<>(windows, 4)
                .withSampler(new RandomSampler(windows.size(), 4 * 50, true, 1))
                .withWorkers(1);
        assertThat(loader.batches()).isEqualTo(50);
        boolean[] seen = new boolean[8];
        for (Batch<LongTensor, LongTensor> batch : loader) {
            for (int i = 0; i < 4; i++) {
                seen[(int) batch.inputs().get(i, 0) - 100] = true;
                assertThat(batch.targets().get(i, 0)).isEqualTo(batch.inputs().get(i, 1));
            }
        }
        assertThat(seen).containsOnly(true);
    }

    @Test
    void refusesTooFewTokens() {
        assertThatThrownBy(() -> new TokenDataset(new int[3], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TokenDataset: 3 tokens are too few for a window of 3 and the one that follows");
        assertThat(new TokenDataset(new int[4], 3).size()).isEqualTo(1);
        assertThatThrownBy(() -> windows.withStride(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenDataset(new int[4], 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
