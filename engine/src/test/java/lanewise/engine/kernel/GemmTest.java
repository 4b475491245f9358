package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MAX_DEPTH;
import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import lanewise.engine.parallel.Workers;
import lanewise.engine.simd.Lanes;
import lanewise.engine.simd.WarmUp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {
    /// Products that come earlier are computed by the scalar twin, which [GemmMicroKernelTest] compares.
    @BeforeAll
    static void waitForTheVectorKernels() {
        for (boolean transposeB : new boolean[] {false, true}) {
            checkBothModes(new GemmCase(64, 300, 300, false, transposeB, 1)); // with each way of packing
        }
        checkBothModes(new GemmCase(3, 300, 100, false, false, 1)); // and both ways of few rows or columns
        checkBothModes(new GemmCase(300, 3, 200, false, false, 1));
        for (int vectors = 1; vectors < 4; vectors++) { // a last panel of each number of vectors
            checkBothModes(new GemmCase(33, 4 * COLUMNS + vectors * LANES, 20, false, false, 1));
        }
        WarmUp.awaitAll();
        assertThat(GemmColumnKernel.isFast()).isEqualTo(Lanes.HAS_FMA && !GemmBlocking.MANY_REGISTERS);
        for (int vectors = 1; vectors < 4; vectors++) {
            boolean fast = Lanes.HAS_FMA && GemmBlocking.MANY_REGISTERS;
            assertThat(GemmEdgeKernel.takes(vectors * LANES)).isEqualTo(fast);
        }
        assertThat(GemmFewRows.isFast()).isEqualTo(Lanes.HAS_FMA);
        assertThat(GemmDotProducts.isFast()).isEqualTo(Lanes.HAS_FMA);
        assertThat(GemmTile.WARM_UP.isDone()).isEqualTo(Lanes.HAS_FMA);
        assertThat(GemmPacking.WARM_UP.isDone()).isTrue();
        assertThat(Transposition.isFast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everySizeAroundTheTileIsTheReference(boolean transposeA, boolean transposeB) {
        int[] sizes = raggedSizes();
        for (int m : sizes) {
            for (int n : sizes) {
                int k = sizes[(m * 7 + n * 3) % sizes.length]; // a third as often as all triples, yet every pair
                checkBothModes(new GemmCase(m, n, k, transposeA, transposeB, m + n));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everyDepthAroundARunIsTheReference(boolean transposeA, boolean transposeB) {
        for (int k : new int[] {MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 2 * MAX_DEPTH, 2 * MAX_DEPTH + 1, 1000}) {
            checkBothModes(new GemmCase(13, 4 * LANES + 3, k, transposeA, transposeB, k));
            checkBothModes(new GemmCase(4 * LANES, 9, k, transposeA, transposeB, k));
        }
    }

    /// Packed block by block, as small ones are not.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void largeProductsAreTheReference(boolean transposeA, boolean transposeB) {
        checkBothModes(new GemmCase(67, 1100, 300, transposeA, transposeB, 1));
        checkBothModes(new GemmCase(301, 530, 520, transposeA, transposeB, 2));
    }

    /// Two rows behind the last whole strip of six, which are computed with it: from packed rows of A, as one
    /// thread has them that meets all of many columns, and from A as it lies.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void twoRowsBehindTheStripsAreTheReference(boolean transposeA, boolean transposeB) {
        int before = Workers.threads();
        try {
            for (int threads : new int[] {1, 2}) {
                Workers.setThreads(threads);
                checkBothModes(new GemmCase(68, 1100, 300, transposeA, transposeB, 1));
                checkBothModes(new GemmCase(308, 1100, 270, transposeA, transposeB, 2));
            }
        } finally {
            Workers.setThreads(before);
        }
    }

    /// Beyond one block of packed columns, whichever of the two factors becomes B.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void longAndThinProductsAreTheReference(boolean transposeA, boolean transposeB) {
        int beyond = GemmBlocking.BLOCK_COLUMNS + COLUMNS + 3;
        checkBothModes(new GemmCase(beyond, 10, 50, transposeA, transposeB, 1));
        checkBothModes(new GemmCase(10, beyond, 50, transposeA, transposeB, 2));
    }

    /// Few rows or columns, in whole groups and parts of them, with and without a rest behind the last vector.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void fewRowsAndColumnsAreTheReference(boolean transposeA, boolean transposeB) {
        for (int few = 1; few <= 9; few++) {
            for (int k : new int[] {1, 7, 8 * LANES, 8 * LANES + 5, 300}) {
                checkBothModes(new GemmCase(few, 145, k, transposeA, transposeB, few));
                checkBothModes(new GemmCase(151, few, k, transposeA, transposeB, k));
            }
        }
    }

    /// Sums too short to be worth tiles: of long rows in groups of eight, and parts of them.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shortSumsAreTheReference(boolean transposeA, boolean transposeB) {
        for (int k = 1; k <= 9; k++) {
            checkBothModes(new GemmCase(13 + k, 260 + k, k, transposeA, transposeB, k));
        }
    }

    /// Last panels of each number of columns, below rows in whole groups of [GemmColumnKernel] and parts of them.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everyLastPanelIsTheReference(boolean transposeA, boolean transposeB) {
        for (int columns = 1; columns < COLUMNS; columns++) {
            checkBothModes(new GemmCase(9 + columns, 2 * COLUMNS + columns, 300, transposeA, transposeB, columns));
        }
    }

    /// Last panels that begin within those before them, where B is packed for its many rows, and behind a block of
    /// columns, or alone in a thread's part.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void everyNearlyWholePanelIsTheReference(boolean transposeA, boolean transposeB) {
        for (int columns = 3 * LANES; columns < COLUMNS; columns++) {
            int rows = 147 + columns % 9;
            checkBothModes(new GemmCase(rows, COLUMNS + columns, 70, transposeA, transposeB, columns));
            checkBothModes(new GemmCase(rows, columns, 70, transposeA, transposeB, columns));
        }
        int last = GemmBlocking.BLOCK_COLUMNS + COLUMNS - 1;
        checkBothModes(new GemmCase(147, last, 40, transposeA, transposeB, 1));
        checkBothModes(new GemmCase(152, 3 * COLUMNS - 1, 520, transposeA, transposeB, 1));
    }

    /// Rows that are whole tiles of eight, or nearly, below an operand that is read as it lies.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void rowsOfHighTilesAreTheReference(boolean transposeA, boolean transposeB) {
        for (int rows : new int[] {13, 15, 16, 31, 32}) {
            for (int columns = 0; columns < 3 * LANES; columns += LANES - 1) {
                int n = 6 * LANES + columns;
                checkBothModes(new GemmCase(rows, n, 300, transposeA, transposeB, columns));
            }
        }
        checkBothModes(new GemmCase(32, 1000, 200, transposeA, transposeB, 1));
    }

    /// Some rows more than a few, by a matrix that the second-level cache does not hold.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void aFewRowsByALargeMatrixAreTheReference(boolean transposeA, boolean transposeB) {
        int size = (int) Math.sqrt(CacheSizes.HERE.second() / 4.0) + 3;
        for (int few : new int[] {5, 8, 15, 16, 17}) {
            checkBothModes(new GemmCase(few, size, size, transposeA, transposeB, few));
            checkBothModes(new GemmCase(size, few, size, transposeA, transposeB, few));
        }
    }

    /// Small enough to be computed without [Gemm]'s working memory, and just too large for that.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void smallProductsAreTheReference(boolean transposeA, boolean transposeB) {
        for (int n = 1; n <= 3 * LANES + 1; n++) {
            checkBothModes(new GemmCase(7 + n % 10, n, 1 + n, transposeA, transposeB, n));
            checkBothModes(new GemmCase(30, n, MAX_DEPTH + n % 2, transposeA, transposeB, n));
        }
    }

    /// Sums that are divided into segments, of which the last is shorter.
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void veryLongSumsAreTheReference(boolean transposeA, boolean transposeB) {
        checkBothModes(new GemmCase(9, 21, GemmDeep.MIN_DEPTH, transposeA, transposeB, 1));
        checkBothModes(new GemmCase(17, 11, 3 * GemmDeep.MIN_DEPTH + 77, transposeA, transposeB, 2));
        checkBothModes(new GemmCase(2, 30, 2 * GemmDeep.MIN_DEPTH + 1, transposeA, transposeB, 3));
    }

    /// Few enough operations for a width that is emulated.
    @Test
    @Tag("kernel-short")
    void aFewSizesAreTheReference() {
        for (int transposed = 0; transposed < 4; transposed++) {
            boolean transposeA = (transposed & 1) != 0;
            boolean transposeB = (transposed & 2) != 0;
            checkBothModes(new GemmCase(7, 4 * LANES + 1, 3, transposeA, transposeB, 1));
            checkBothModes(new GemmCase(4 * LANES, 5, LANES + 1, transposeA, transposeB, 2));
            checkBothModes(new GemmCase(1, 1, 1, transposeA, transposeB, 3));
        }
    }

    @Test
    void noProductsOverwriteWithZeroAndAddNothing() {
        checkBothModes(new GemmCase(5, 7, 0, false, false, 1));
        checkBothModes(new GemmCase(0, 7, 3, false, false, 1));
        checkBothModes(new GemmCase(5, 0, 3, false, false, 1));
    }

    @Test
    void anOperandMayRepeatElementsOrLeaveSomeOut() {
        var random = new Random(1);
        float[] a = random(random, 400);
        float[] b = random(random, 4000);
        float[] c = new float[20 * 70 + 16];
        Gemm.run(
                20, 70, 9, a, 3, 0, 2, b, 5, 140, 2, c, 0, 70,
                false); // one row of A over and over, every other column of B
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j < 70; j++) {
                double sum = 0;
                for (int p = 0; p < 9; p++) {
                    sum += (double) a[3 + 2 * p] * b[5 + 140 * p + 2 * j];
                }
                assertThat((double) c[i * 70 + j]).isCloseTo(sum, within(1e-5));
            }
        }
    }

    /// `(A·B)·t = A·(B·t)` for a random `t` needs no second product of matrices (BLIS, testsuite/src/test_gemm.c).
    @ParameterizedTest
    @CsvSource({"700, 900, 1100, false", "1030, 515, 700, true", "64, 2000, 1500, true"})
    void aLargeProductAppliedToAVectorIsBothFactorsApplied(int m, int n, int k, boolean transposeB) {
        var random = new Random(5);
        float[] a = random(random, m * k + 16);
        float[] b = random(random, k * n + 16);
        float[] c = new float[m * n + 16];
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        Gemm.run(m, n, k, a, 0, k, 1, b, 0, bRow, bColumn, c, 0, n, false);
        double[] t = random.doubles(n, -1, 1).toArray();
        double[] bt = new double[k];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                bt[p] += b[p * bRow + j * bColumn] * t[j];
            }
        }
        for (int i = 0; i < m; i++) {
            double left = 0;
            double right = 0;
            for (int j = 0; j < n; j++) {
                left += c[i * n + j] * t[j];
            }
            for (int p = 0; p < k; p++) {
                right += a[i * k + p] * bt[p];
            }
            assertThat(left).isCloseTo(right, within(1e-6 * Math.sqrt((double) n * k)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "64, 100, 1000",
        "100, 1000, 64",
        "301, 530, 520",
        "68, 1100, 300",
        "308, 1100, 300",
        "700, 64, 40",
        "5, 3000, 300",
        "3000, 5, 300",
        "1, 900, 900",
        "12, 20, 20000",
        "900, 900, 8"
    })
    void threadsChangeNoBit(int m, int n, int k) {
        int before = Workers.threads();
        try {
            for (int transposed = 0; transposed < 4; transposed++) {
                var product = new GemmCase(m, n, k, (transposed & 1) != 0, (transposed & 2) != 0, 3);
                Workers.setThreads(1);
                float[] alone = product.multiplied(true);
                for (int threads : new int[] {2, 3}) {
                    Workers.setThreads(threads);
                    assertThat(product.multiplied(true)).isEqualTo(alone);
                }
            }
        } finally {
            Workers.setThreads(before);
        }
    }

    private static void checkBothModes(GemmCase product) {
        product.check(false);
        product.check(true);
        product.checkBias(false);
        product.checkBias(true);
    }

    private static int[] raggedSizes() {
        return IntStream.of(1, 2, 3, 5, 6, 7, 13, LANES - 1, LANES, LANES + 1, 4 * LANES, 4 * LANES + 3, 100)
                .distinct()
                .toArray();
    }

    private static float[] random(Random random, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
        return x;
    }

    static float[] nans(int length) {
        float[] x = new float[length];
        Arrays.fill(x, Float.NaN);
        return x;
    }
}
