package lanewise.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Test;

class FourRowsTest {
    private static final int FIRST = 2;

    private static float[] rows(int n) {
        float[] x = new float[3 + 4 * n + Lanes.PADDING];
        var random = new Random(n);
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (40 * random.nextGaussian());
        }
        for (int i = 3 + 4 * n; i < x.length; i++) {
            x[i] = Float.POSITIVE_INFINITY; // behind the rows
        }
        return x;
    }

    private static int[] lengths() {
        return new int[] {1, 2, Lanes.LANES, Lanes.LANES + 1, 4 * Lanes.LANES + 3, 128, FourRows.LONGEST};
    }

    private static void compare(float[] x, int n) {
        float[] max = new float[FIRST + 5];
        float[] sum = new float[FIRST + 5];
        float[] sumAlone = new float[FIRST + 5];
        float[] y = new float[1 + 4 * n + Lanes.PADDING];
        float[] expected = new float[y.length];
        FourRows.largestByVector(x, 3, n, max, FIRST);
        FourRows.exponentialsByVector(x, 3, n, max, y, 1, sum, FIRST);
        FourRows.sums(x, 3, n, max, sumAlone, FIRST);
        for (int r = 0; r < 4; r++) {
            float largest = RowExponential.largestByVector(x, 3 + r * n, n);
            float total = RowExponential.pieceByVector(x, 3 + r * n, n, largest, expected, 1 + r * n);
            assertThat((Float) max[FIRST + r])
                    .as("largest of row %d of %d", r, n)
                    .isEqualTo((Float) largest);
            assertThat((Float) sum[FIRST + r]).as("sum of row %d of %d", r, n).isEqualTo((Float) total);
            assertThat((Float) sumAlone[FIRST + r])
                    .as("sum alone of row %d of %d", r, n)
                    .isEqualTo((Float) total);
        }
        assertThat(y).isEqualTo(expected);
        compareWithTwin(x, n, max, sum, y);
        for (float[] written : new float[][] {max, sum, sumAlone}) {
            assertThat(written[FIRST - 1]).isZero();
            assertThat(written[FIRST + 4]).isZero();
        }
    }

    /// Four rows one after another, as it is until the vector loops are compiled.
    private static void compareWithTwin(float[] x, int n, float[] max, float[] sum, float[] y) {
        float[] exponentials = new float[y.length];
        for (int r = 0; r < 4; r++) {
            assertThat((Float) RowExponentialTwin.largest(x, 3 + r * n, n)).isEqualTo((Float) max[FIRST + r]);
            float total = RowExponentialTwin.piece(x, 3 + r * n, n, max[FIRST + r], exponentials, 1 + r * n);
            assertThat((Float) total).isEqualTo((Float) sum[FIRST + r]);
        }
        assertThat(exponentials).isEqualTo(y);
    }

    @Test
    void theBitsOfOneRowAtATime() {
        for (int n : lengths()) {
            compare(rows(n), n);
        }
    }

    @Test
    void theBitsWhereNothingIsPositive() {
        for (int n : lengths()) {
            float[] x = rows(n);
            for (int i = 0; i < 3 + 4 * n; i++) {
                x[i] = -Math.abs(x[i]) - 1;
            }
            compare(x, n);
        }
    }

    @Test
    void theBitsAtTheEndOfTheNormalNumbers() {
        for (int n : lengths()) {
            float[] x = rows(n);
            for (int i = 0; i < 3 + 4 * n; i++) {
                x[i] = i % 7 == 3 ? 0f : -86.5f - i % 97 / 64f;
            }
            compare(x, n);
        }
    }

    @Test
    void whatIsNotANumberStaysInItsRow() {
        int n = Lanes.LANES + 3;
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
        for (float value : special) {
            for (int place : new int[] {0, Lanes.LANES, n - 1}) {
                float[] x = rows(n);
                x[3 + n + place] = value;
                compare(x, n);
            }
        }
        float[] x = rows(n);
        Arrays.fill(x, 3 + n, 3 + 2 * n, Float.NEGATIVE_INFINITY);
        compare(x, n);
    }

    @Test
    void rowsThatAreTakenTogetherAreFoursAndStayInTheCache() {
        for (int n : lengths()) {
            assertThat(FourRows.together(n) % 4).isZero();
            assertThat(FourRows.together(n)).isBetween(4, 32);
            assertThat(FourRows.together(n) * n).isLessThanOrEqualTo(1 << 12);
        }
    }
}
