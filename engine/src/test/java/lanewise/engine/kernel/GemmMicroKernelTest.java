package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lanewise.engine.simd.Lanes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The kernels compute one tile alike to the last bit, whichever of them is chosen, and when.
@Tag("kernel-short")
class GemmMicroKernelTest {
    private static final int DEPTH = 9;
    private static final int STRIDE = 6 * LANES + 5;
    private static final float[] A = new float[2000];
    private static final float[] B = new float[DEPTH * STRIDE + 40 + Lanes.PADDING];

    @BeforeAll
    static void fill() {
        var random = new Random(8);
        for (int i = 0; i < A.length; i++) {
            A[i] = random.nextFloat() * 2 - 1;
        }
        for (int i = 0; i < B.length; i++) {
            B[i] = random.nextFloat() * 2 - 1;
        }
    }

    @Test
    void theTileFor32RegistersIsTheReference() {
        float[] c = GemmTest.nans(9 * STRIDE);
        GemmMicroKernel.run(DEPTH, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, false);
        assertThat(c).isEqualTo(reference(6, 4 * LANES));
        GemmMicroKernel.run(DEPTH, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, true);
        assertThat(c).isEqualTo(twice(reference(6, 4 * LANES)));
    }

    @Test
    void theTilesOfFewerColumnsAreTheReferenceInThem() {
        for (int columns = 1; columns <= GemmEdgeKernel.MAX_COLUMNS; columns++) {
            float[] c = GemmTest.nans(9 * STRIDE);
            GemmEdgeKernel.run(DEPTH, columns, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, false);
            float[] expected = reference(GemmEdgeKernel.ROWS, columns);
            assertThat(c).isEqualTo(expected);
            GemmEdgeKernel.run(DEPTH, columns, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, true);
            assertThat(c).isEqualTo(twice(expected));
        }
    }

    @Test
    void theTileFor16RegistersIsTheReference() {
        float[] a = new float[4 * GemmBlocking.PACKED_ROW];
        float[] b = new float[DEPTH * GemmBlocking.COLUMNS + Lanes.PADDING];
        for (int p = 0; p < DEPTH; p++) {
            for (int i = 0; i < 4; i++) {
                a[2 + i * GemmBlocking.PACKED_ROW + p] = A[3 + i * 40 + p * 2];
            }
            System.arraycopy(B, 5 + p * STRIDE, b, 7 + p * GemmBlocking.COLUMNS, 2 * LANES);
        }
        float[] c = GemmTest.nans(9 * STRIDE);
        GemmNarrowMicroKernel.run(DEPTH, a, 2, b, 7, c, 11, STRIDE, false);
        assertThat(c).isEqualTo(reference(4, 2 * LANES));
        GemmNarrowMicroKernel.run(DEPTH, a, 2, b, 7, c, 11, STRIDE, true);
        assertThat(c).isEqualTo(twice(reference(4, 2 * LANES)));
    }

    @Test
    void theScalarTwinIsTheReference() {
        float[] c = GemmTest.nans(9 * STRIDE);
        GemmScalarKernel.run(DEPTH, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, false);
        assertThat(c).isEqualTo(reference(GemmBlocking.ROWS, GemmBlocking.COLUMNS));
        GemmScalarKernel.run(DEPTH, A, 3, 40, 2, B, 5, STRIDE, c, 11, STRIDE, true);
        assertThat(c).isEqualTo(twice(reference(GemmBlocking.ROWS, GemmBlocking.COLUMNS)));
    }

    @Test
    void theTileForALastPanelIsTheReferenceInTheColumnsThereAre() {
        float[] a = new float[GemmColumnKernel.ROWS * GemmBlocking.PACKED_ROW];
        float[] b = new float[DEPTH * LANES + Lanes.PADDING];
        for (int p = 0; p < DEPTH; p++) {
            for (int i = 0; i < GemmColumnKernel.ROWS; i++) {
                a[2 + i * GemmBlocking.PACKED_ROW + p] = A[3 + i * 40 + p * 2];
            }
            System.arraycopy(B, 5 + p * STRIDE, b, 7 + p * LANES, LANES);
        }
        for (int columns = 1; columns <= LANES; columns++) {
            float[] c = GemmTest.nans(9 * STRIDE);
            GemmColumnKernel.run(DEPTH, columns, a, 2, b, 7, c, 11, STRIDE, false);
            float[] expected = reference(GemmColumnKernel.ROWS, columns);
            assertThat(c).isEqualTo(expected);
            GemmColumnKernel.run(DEPTH, columns, a, 2, b, 7, c, 11, STRIDE, true);
            assertThat(c).isEqualTo(twice(expected));
        }
    }

    private static float[] twice(float[] x) {
        float[] doubled = x.clone();
        for (int i = 0; i < x.length; i++) {
            doubled[i] += x[i];
        }
        return doubled;
    }

    private static float[] reference(int rows, int columns) {
        float[] c = GemmTest.nans(9 * STRIDE);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int p = 0; p < DEPTH; p++) {
                    sum = Math.fma(A[3 + i * 40 + p * 2], B[5 + p * STRIDE + j], sum);
                }
                c[11 + i * STRIDE + j] = sum;
            }
        }
        return c;
    }
}
