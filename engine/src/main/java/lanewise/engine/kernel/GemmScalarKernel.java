package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;
import static lanewise.engine.simd.Lanes.fma;

/// The scalar twin of [GemmMicroKernel] and [GemmNarrowMicroKernel]: the same tile with the same bits, without
/// vectors.
///
/// It computes while the vector kernel is not compiled yet: uncompiled vector code puts every vector on the heap
/// and is fifty times slower than this loop, which the compilers have ready within milliseconds.
final class GemmScalarKernel {
    private GemmScalarKernel() {}

    /// `for i in [0, ROWS), j in [0, COLUMNS): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`, as
    /// [GemmMicroKernel#run].
    static void run(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        for (int i = 0; i < ROWS; i += 2) {
            for (int j = 0; j < COLUMNS; j += 4) {
                twoByFour(k, a, aAt + i * aRow, aRow, aColumn, b, bAt + j, bRow, c, cAt + i * cRow + j, cRow, add);
            }
        }
    }

    private static void twoByFour(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        float c00 = 0;
        float c01 = 0;
        float c02 = 0;
        float c03 = 0;
        float c10 = 0;
        float c11 = 0;
        float c12 = 0;
        float c13 = 0;
        for (int p = 0, ap = aAt, bp = bAt; p < k; p++, ap += aColumn, bp += bRow) {
            float a0 = a[ap];
            float a1 = a[ap + aRow];
            float b0 = b[bp];
            float b1 = b[bp + 1];
            float b2 = b[bp + 2];
            float b3 = b[bp + 3];
            c00 = fma(a0, b0, c00);
            c01 = fma(a0, b1, c01);
            c02 = fma(a0, b2, c02);
            c03 = fma(a0, b3, c03);
            c10 = fma(a1, b0, c10);
            c11 = fma(a1, b1, c11);
            c12 = fma(a1, b2, c12);
            c13 = fma(a1, b3, c13);
        }
        if (add) {
            c00 += c[cAt];
            c01 += c[cAt + 1];
            c02 += c[cAt + 2];
            c03 += c[cAt + 3];
            c10 += c[cAt + cRow];
            c11 += c[cAt + cRow + 1];
            c12 += c[cAt + cRow + 2];
            c13 += c[cAt + cRow + 3];
        }
        c[cAt] = c00;
        c[cAt + 1] = c01;
        c[cAt + 2] = c02;
        c[cAt + 3] = c03;
        c[cAt + cRow] = c10;
        c[cAt + cRow + 1] = c11;
        c[cAt + cRow + 2] = c12;
        c[cAt + cRow + 3] = c13;
    }
}
