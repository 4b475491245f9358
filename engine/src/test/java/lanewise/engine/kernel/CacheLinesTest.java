package lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lanewise.engine.simd.WarmUp;
import org.junit.jupiter.api.Test;

/// Where the answer is right is for a clock to say, which a test cannot rely on; that it is a place, and changes no
/// product, is held here.
class CacheLinesTest {
    @Test
    void theFirstLineBeginsWithinALineAndTheArrayStaysAsItWas() {
        CacheLines.isKnown();
        WarmUp.awaitAll();
        float[] x = new float[CacheLines.MIN_LENGTH + CacheLines.LINE];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        for (int i = 0; i < 20; i++) {
            int first = new CacheLines().first(x, 0);
            assertTrue(first >= 0 && first < CacheLines.LINE && first % 2 == 0, "first " + first);
        }
        for (int i = 0; i < x.length; i++) {
            assertEquals(i, x[i]);
        }
    }

    @Test
    void aProductWhosePanelsBeginElsewhereHasTheSameBits() {
        int m = 300;
        int n = 200;
        int k = 300; // as many products as it takes to ask
        float[] a = filled(m * k, 7);
        float[] b = filled(k * n, 11);
        float[] before = product(m, n, k, a, b);
        CacheLines.isKnown();
        WarmUp.awaitAll();
        float[] after = product(m, n, k, a, b);
        for (int i = 0; i < m * n; i++) {
            assertEquals(Float.floatToRawIntBits(before[i]), Float.floatToRawIntBits(after[i]));
        }
    }

    private static float[] product(int m, int n, int k, float[] a, float[] b) {
        float[] c = new float[m * n + 16];
        Gemm.run(m, n, k, a, 0, k, 1, b, 0, n, 1, c, 0, n, false);
        return c;
    }

    private static float[] filled(int length, int factor) {
        float[] x = new float[length + 16];
        for (int i = 0; i < length; i++) {
            x[i] = (i * factor % 101 - 50) / 64f;
        }
        return x;
    }
}
