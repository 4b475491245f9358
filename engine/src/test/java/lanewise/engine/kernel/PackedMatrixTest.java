package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import lanewise.engine.Threads;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedMatrixTest {
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 5, 2", "13, 19, 76", "32, 40, 130", "7, 300, 65", "10, 600, 33", "33, 257, 200"})
    void multipliesAsInDouble(int m, int k, int n) {
        for (boolean transposed : new boolean[] {false, true}) {
            float[] a = random(m * k, 1);
            float[] b = random(k * n, 2);
            int row = transposed ? 1 : n;
            int column = transposed ? k : 1;
            PackedMatrix packed = PackedMatrix.pack(k, n, b, 0, row, column, new float[PackedMatrix.size(k, n)]);
            float[] c = filled(m * n, 9f);
            float[] sum = filled(m * n, 9f);
            packed.multiply(m, a, 0, k, c, 0, n, false);
            packed.multiply(m, a, 0, k, sum, 0, n, true);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double exact = 0;
                    for (int p = 0; p < k; p++) {
                        exact += (double) a[i * k + p] * b[p * row + j * column];
                    }
                    assertThat((double) c[i * n + j]).isCloseTo(exact, within(2e-5));
                    assertThat((double) sum[i * n + j]).isCloseTo(9 + exact, within(3e-5));
                }
            }
            assertThat(c[m * n]).as("behind the last element").isEqualTo(9f);
        }
    }

    @Test
    void hasTheSameBitsWithAnyNumberOfThreads() {
        int m = 50;
        int k = 300;
        int n = 260;
        float[] a = random(m * k, 3);
        float[] b = random(k * n, 4);
        int before = Threads.get();
        try {
            float[][] results = new float[3][];
            for (int threads = 1; threads <= 3; threads++) {
                Threads.set(threads);
                PackedMatrix packed = PackedMatrix.pack(k, n, b, 0, 1, k, new float[PackedMatrix.size(k, n)]);
                results[threads - 1] = filled(m * n, 0f);
                packed.multiply(m, a, 0, k, results[threads - 1], 0, n, false);
            }
            assertThat(results[1]).isEqualTo(results[0]);
            assertThat(results[2]).isEqualTo(results[0]);
        } finally {
            Threads.set(before);
        }
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] x = filled(length, 0f);
        for (int i = 0; i < length; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }

    private static float[] filled(int length, float value) {
        float[] x = new float[length + Lanes.PADDING];
        Arrays.fill(x, value);
        return x;
    }
}
