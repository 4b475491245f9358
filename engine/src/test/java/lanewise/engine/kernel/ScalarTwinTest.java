package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmScratch.SLAB_ROWS;
import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The loops that run until the vector ones are compiled give the same bits, beside the elements they do not touch.
@Tag("kernel-short")
class ScalarTwinTest {
    private static final int M = 13;
    private static final int AT = 3;

    static IntStream raggedSizes() {
        return IntStream.of(1, LANES - 1, LANES, LANES + 1, 4 * LANES, 9 * LANES + 5, 1500);
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void squaredErrors(int n) {
        float[] x = random(n, 1);
        float[] t = random(n, 2);
        float[] vector = new float[LANES];
        float[] scalar = new float[LANES];
        SquaredError.chunkByVector(x, AT, t, AT, n, vector, 0);
        SquaredError.chunkByElement(x, AT, t, AT, n, scalar, 0);
        assertThat(scalar).isEqualTo(vector);
        assertThat(SquaredError.sum(x, AT, t, AT, n, new float[SquaredError.working(n)]))
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void differences(int n) {
        float[] x = random(n, 1);
        float[] t = random(n, 2);
        for (boolean add : new boolean[] {false, true}) {
            float[] vector = random(n, 3);
            float[] scalar = vector.clone();
            new Difference(x, AT, t, AT, 0.3f, add, vector, AT).byVector(0, n);
            new Difference(x, AT, t, AT, 0.3f, add, scalar, AT).byElement(0, n);
            assertThat(scalar).isEqualTo(vector).isNotEqualTo(random(n, 3));
        }
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void rows(int columns) {
        int rows = 130;
        float[] v = random(columns, 1);
        float[] vector = random(rows * columns, 2);
        float[] scalar = vector.clone();
        RowVector.addToRowsByVector(rows, columns, v, AT, vector, AT, columns);
        RowVector.addToRowsByElement(rows, columns, v, AT, scalar, AT, columns);
        assertThat(scalar).isEqualTo(vector).isNotEqualTo(random(rows * columns, 2));
        for (boolean add : new boolean[] {false, true}) {
            float[] vectorSum = random(columns, 4);
            float[] scalarSum = vectorSum.clone();
            RowVector.sumRowsByVector(rows, columns, vector, AT, vectorSum, AT, add);
            RowVector.sumRowsByElement(rows, columns, vector, AT, scalarSum, AT, add);
            assertThat(scalarSum).isEqualTo(vectorSum).isNotEqualTo(random(columns, 4));
        }
    }

    @ParameterizedTest
    @MethodSource("raggedSizes")
    void addedRows(int n) {
        float[] x = random(n, 1);
        float[] vector = random(n, 2);
        float[] scalar = vector.clone();
        GemmPacking.addRow(n, x, AT, vector, AT);
        GemmPacking.addRowByElement(n, x, AT, scalar, AT);
        assertThat(scalar).isEqualTo(vector).isNotEqualTo(random(n, 2));
    }

    @Test
    void contiguousPanels() {
        int stride = COLUMNS + 3;
        for (int depth : new int[] {1, 2, 257}) {
            float[] b = random(depth * stride, 1);
            float[] vector = random(depth * COLUMNS, 2);
            float[] scalar = vector.clone();
            GemmPacking.packContiguousPanels(1, depth, b, AT, stride, vector, AT, depth * COLUMNS);
            GemmPacking.packColumns(COLUMNS, depth, b, AT, stride, 1, scalar, AT);
            assertThat(scalar).isEqualTo(vector).isNotEqualTo(random(depth * COLUMNS, 2));
        }
    }

    @Test
    void dotProducts() {
        for (int n : new int[] {1, 2, 3}) {
            for (int k : new int[] {GemmDotProducts.MIN_DEPTH, GemmDotProducts.MIN_DEPTH + LANES - 1}) {
                float[] scalar = dotProducts(n, k, false);
                assertThat(scalar).isEqualTo(dotProducts(n, k, true)).isNotEqualTo(random(M * n, 3));
            }
        }
    }

    private static float[] dotProducts(int n, int k, boolean vectors) {
        float[] c = random(M * n, 3);
        GemmProduct product = new GemmProduct();
        product.set(M, n, k, random(M * k, 1), AT, k, 1, random(k * n, 2), AT, n, 1, c, AT, n, true);
        GemmDotProducts products = new GemmDotProducts(product);
        products.setFew(GemmScratch.ofThread());
        products.run(0, M, vectors);
        return c;
    }

    @Test
    void transposedTiles() {
        float[] slab = random(SLAB_ROWS * COLUMNS, 1);
        for (int rows : new int[] {1, LANES, SLAB_ROWS - 1, SLAB_ROWS}) {
            for (int columns : new int[] {1, LANES + 1, COLUMNS}) {
                int stride = SLAB_ROWS + 5;
                float[] vector = random(COLUMNS * stride, 2);
                float[] scalar = vector.clone();
                GemmPacking.copyOutTransposedByVector(rows, columns, slab, vector, AT, stride, GemmScratch.ofThread());
                GemmPacking.copyOutTransposedByElement(rows, columns, slab, scalar, AT, stride);
                assertThat(scalar).isEqualTo(vector).isNotEqualTo(random(COLUMNS * stride, 2));
            }
        }
    }

    private static float[] random(int n, int seed) {
        Random random = new Random(seed);
        float[] x = new float[AT + n + Lanes.PADDING];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
