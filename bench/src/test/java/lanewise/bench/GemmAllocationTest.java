package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.kernel.Gemm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a product allocates on all threads, once the JVM has compiled its loops: nothing, in whichever way it is
/// computed.
class GemmAllocationTest {
    private static final int CALLS = 100;

    @ParameterizedTest
    @CsvSource({
        "64, 1000, 100, false", // tiles, a last panel of 4 columns
        "64, 1000, 100, true", // tiles, C transposed
        "300, 300, 300, false", // several blocks of rows
        "3, 500, 500, false", // few rows
        "500, 500, 3, true", // scalar products
        "600, 6, 600, false", // short sums
        "8, 20000, 9, false" // segments of long ones
    })
    void aProductAllocatesNothing(int m, int k, int n, boolean transposeB) {
        float[] a = new float[m * k + 16];
        float[] b = new float[k * n + 16];
        float[] c = new float[m * n + 16];
        Runnable product =
                () -> Gemm.run(m, n, k, a, 0, k, 1, b, 0, transposeB ? 1 : n, transposeB ? k : 1, c, 0, n, true);
        assertThat(AllocatedBytes.perCall(CALLS, 0, product)).isZero();
    }
}
