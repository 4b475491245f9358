package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lanewise.engine.parallel.Workers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmBatchTest {
    /// Too small for several threads each, so that they are divided; and large enough, so that each is.
    @ParameterizedTest
    @CsvSource({"40, 30, 20, 17", "3, 200, 180, 150", "1, 5, 4, 3", "2, 4, 4, 0"})
    void isEachProductForEveryNumberOfThreads(int count, int m, int n, int k) {
        float[] a = random(count * m * k, 1);
        float[] b = random(count * k * n, 2);
        int before = Workers.threads();
        try {
            for (boolean add : new boolean[] {false, true}) {
                float[] expected = random(count * m * n, 3);
                for (int x = 0; x < count; x++) {
                    Gemm.run(m, n, k, a, x * m * k, k, 1, b, x * k * n, n, 1, expected, x * m * n, n, add);
                }
                for (int threads = 1; threads <= 3; threads++) {
                    Workers.setThreads(threads);
                    float[] c = random(count * m * n, 3);
                    GemmBatch.run(
                            m,
                            n,
                            k,
                            a,
                            starts(count, m * k),
                            k,
                            1,
                            b,
                            starts(count, k * n),
                            n,
                            1,
                            c,
                            starts(count, m * n),
                            add,
                            true);
                    assertThat(c).isEqualTo(expected);
                }
            }
        } finally {
            Workers.setThreads(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"40, 9, 20, 17"})
    void productsThatShareTheirResultAreAddedInTheirOrder(int count, int m, int n, int k) {
        float[] a = random(count * m * k, 1);
        float[] b = random(k * n, 2);
        float[] expected = random(m * n, 3);
        for (int x = 0; x < count; x++) {
            Gemm.run(m, n, k, a, x * m * k, k, 1, b, 0, n, 1, expected, 0, n, true);
        }
        float[] c = random(m * n, 3);
        int[] same = new int[count];
        GemmBatch.run(m, n, k, a, starts(count, m * k), k, 1, b, same, n, 1, c, same, true, false);
        assertThat(c).isEqualTo(expected);
    }

    private static int[] starts(int count, int size) {
        int[] starts = new int[count];
        for (int x = 0; x < count; x++) {
            starts[x] = x * size;
        }
        return starts;
    }

    private static float[] random(int length, long seed) {
        var random = new Random(seed);
        float[] x = new float[length + 16];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
        return x;
    }
}
