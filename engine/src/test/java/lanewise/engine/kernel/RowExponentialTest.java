package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class RowExponentialTest {
    private static final int N = 4 * RowExponential.PIECE + 3;

    private static float[] exponentials(float[] x, int n, float max) {
        float[] y = new float[n + Lanes.PADDING];
        RowExponential.exponentials(x, 0, n, max, y, 0);
        return y;
    }

    /// The error grows with the distance from the maximum, by the rounding of log₂e.
    @Test
    void exponentialsToTheEndOfTheNormalNumbers() {
        float[] x = new float[N + Lanes.PADDING];
        for (int i = 0; i < N; i++) {
            x[i] = -87f * i / (N - 1);
        }
        float[] y = exponentials(x, N, 0f);
        for (int i = 0; i < N; i++) {
            double truth = Math.exp(x[i]);
            assertThat(Math.abs(y[i] - truth) / truth)
                    .as("e^%s is %s", x[i], y[i])
                    .isLessThan(1.2e-7 - 1.5e-8 * x[i]);
        }
        assertThat(y[0]).isEqualTo(1f);
    }

    @Test
    void whatIsSmallerBecomesZeroAndNaNStays() {
        float[] x = new float[Lanes.LANES + 5 + Lanes.PADDING];
        float payload = Float.intBitsToFloat(0x7fc12345);
        float[] special = {-88f, -100f, -1e30f, Float.NEGATIVE_INFINITY, payload};
        System.arraycopy(special, 0, x, 0, special.length);
        System.arraycopy(special, 0, x, Lanes.LANES, special.length); // where a vector is written in part
        float[] y = exponentials(x, Lanes.LANES + 5, 0f);
        for (int i : new int[] {0, Lanes.LANES}) {
            assertThat(y[i + 1]).isZero();
            assertThat(y[i + 2]).isZero();
            assertThat(y[i + 3]).isZero();
            assertThat(y[i]).isBetween(0f, Float.MIN_NORMAL);
            if (i + 4 < Lanes.LANES || i > 0) {
                assertThat(y[i + 4]).isNaN();
            }
        }
        assertThat(RowExponential.exponentials(x, 0, Lanes.LANES + 5, 0f, y, 0)).isNaN();
    }

    @Test
    void sumsOfEveryRaggedLengthAndNothingWrittenBehindThem() {
        float[] x = new float[N + Lanes.PADDING];
        var random = new Random(3);
        for (int i = 0; i < x.length; i++) {
            x[i] = -5 * random.nextFloat();
        }
        for (int n : new int[] {1, 2, Lanes.LANES, Lanes.LANES + 1, 4 * Lanes.LANES + 3, RowExponential.PIECE, N}) {
            float[] y = new float[n + Lanes.PADDING];
            double truth = 0;
            for (int i = 0; i < n; i++) {
                truth += Math.exp(x[i]);
            }
            double sum = RowExponential.exponentials(x, 0, n, 0f, y, 0);
            assertThat(sum).isCloseTo(truth, within(2e-7 * truth));
            for (int i = n; i < y.length; i++) {
                assertThat(y[i]).as("behind %d elements", n).isZero();
            }
        }
    }

    @Test
    void theLargestOfEveryRaggedLength() {
        float[] x = new float[N + Lanes.PADDING];
        for (int n : new int[] {1, 2, Lanes.LANES, Lanes.LANES + 1, 4 * Lanes.LANES + 3, 9 * Lanes.LANES - 1}) {
            for (int at = 0; at < n; at++) {
                java.util.Arrays.fill(x, Float.POSITIVE_INFINITY); // behind the row
                java.util.Arrays.fill(x, 0, n, -3f);
                x[at] = -2f;
                assertThat(RowExponential.largest(x, 0, n)).isEqualTo(-2f);
                x[at] = Float.NaN;
                assertThat(RowExponential.largest(x, 0, n)).isEqualTo(n == 1 ? Float.NEGATIVE_INFINITY : -3f);
            }
        }
    }

    /// What is taken until the vector loops are compiled.
    @Test
    void theBitsOfTheLoopsWithoutVectors() {
        var random = new Random(5);
        for (int n = 1; n < 9 * Lanes.LANES; n++) {
            float[] x = new float[n + Lanes.PADDING];
            for (int i = 0; i < n; i++) {
                x[i] = (float) (30 * random.nextGaussian());
            }
            if (n % 7 == 0) {
                x[n / 2] = Float.NaN;
            } else if (n % 7 == 1) {
                x[n / 2] = Float.NEGATIVE_INFINITY;
            }
            compareWithTwin(x, n);
        }
    }

    private static void compareWithTwin(float[] x, int n) {
        float[] y = new float[n + Lanes.PADDING];
        float[] twin = new float[y.length];
        Float max = RowExponential.largestByVector(x, 0, n);
        assertThat((Float) RowExponentialTwin.largest(x, 0, n)).isEqualTo(max);
        Float sum = RowExponential.pieceByVector(x, 0, n, max, y, 0);
        assertThat((Float) RowExponentialTwin.piece(x, 0, n, max, twin, 0)).isEqualTo(sum);
        assertThat(twin).as("exponentials of %d", n).isEqualTo(y);
        RowExponential.scaleByVector(y, 0, n, 1 / sum, -0.1f);
        RowExponentialTwin.scale(twin, 0, n, 1 / sum, -0.1f);
        assertThat(twin).as("scaled, %d", n).isEqualTo(y);
        RowExponential.subtractByVector(x, 0, n, max, sum, y, 0);
        RowExponentialTwin.subtract(x, 0, n, max, sum, twin, 0);
        assertThat(twin).as("differences of %d", n).isEqualTo(y);
    }

    @Test
    void logarithm() {
        var random = new Random(4);
        for (int i = 0; i < 100_000; i++) {
            float sum = (float) Math.exp(random.nextDouble() * 170 - 85);
            assertThat(RowExponential.logarithm(sum)).isCloseTo(Math.log(sum), within(1e-10));
        }
        for (float close : new float[] {1f, Math.nextUp(1f), Math.nextDown(1f), 0.70710677f, 1.4142135f}) {
            assertThat(RowExponential.logarithm(close)).isCloseTo(Math.log(close), within(2e-11));
        }
        assertThat(RowExponential.logarithm(0f)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(RowExponential.logarithm(Float.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(RowExponential.logarithm(Float.NaN)).isNaN();
        assertThat(RowExponential.logarithm(Float.MIN_VALUE)).isCloseTo(Math.log(Float.MIN_VALUE), within(1e-9));
    }
}
