package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// [SmallSums].
class SmallSumsTest {
    @Test
    void addsAlongTheMiddle() {
        float[] x = new float[2 * 3 * 4 + 1];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        float[] y = new float[1 + 2 * 4];
        SmallSums.sum(x, 1, 2, 3, 4, y, 1);
        assertThat(y).containsExactly(0, 15, 18, 21, 24, 51, 54, 57, 60);
    }

    @Test
    void losesNothingWherePartsCancel() {
        float[] y = new float[1];
        SmallSums.sum(new float[] {1e8f, 1, -1e8f, 1e-3f, 0.5f}, 0, 1, 5, 1, y, 0);
        assertThat(y[0]).isEqualTo((float) (1.5 + (double) 1e-3f));
    }

    @Test
    void addsToWhatIsThere() {
        float[] y = {1, 2};
        SmallSums.addColumns(new float[] {1e8f, 3, 1, 4, -1e8f, 5}, 0, 3, 2, y, 0);
        assertThat(y).containsExactly(2, 14);
    }

    @Test
    void fewAreUpToAThousand() {
        assertThat(SmallSums.areFew(1, 1024, 1)).isTrue();
        assertThat(SmallSums.areFew(5, 5, 41)).isFalse();
        assertThat(SmallSums.areFew(1 << 20, 1 << 20, 1)).isFalse();
    }
}
