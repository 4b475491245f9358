package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Tensor;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
    private final Tensor x = Tensor.of(1, 2, 3, 4, 5, 100).reshape(2, 3);

    @Test
    void worksOverEitherDimension() {
        check(new Softmax(1).call(x).toArray(), 3, 1);
        check(new Softmax(-2).call(x).toArray(), 2, 3);
    }

    /// Element i of a row or column is one of count, stride apart.
    private void check(float[] y, int count, int stride) {
        float[] in = x.toArray();
        for (int i = 0; i < y.length; i++) {
            int first = stride == 1 ? i / count * count : i % stride;
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += Math.exp((double) in[first + j * stride] - in[i]);
            }
            assertThat((double) y[i]).isCloseTo(1 / sum, within(1e-5));
        }
    }

    @Test
    void printsAsInPyTorch() {
        assertThat(new Softmax(1)).hasToString("Softmax(dim=1)");
    }
}
