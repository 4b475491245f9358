package lanewise.engine.kernel;

import static lanewise.engine.kernel.GemmBlocking.COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.MANY_REGISTERS;
import static lanewise.engine.kernel.GemmBlocking.PACKED_COLUMNS;
import static lanewise.engine.kernel.GemmBlocking.ROWS;

import java.util.Arrays;
import lanewise.engine.simd.Lanes;

/// The product of two matrices.
public final class Gemm {
    private Gemm() {}

    /// `for i in [0, m), j in [0, n): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p, j]`
    ///
    /// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]` and `b[p, j]` likewise: exchanging two strides transposes
    /// an operand. C is row-major, `c[cAt + i·cRow + j]`, and shares no element with A and B. Without `add` nothing
    /// of C is read.
    public static void run(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        assert m >= 0 && n >= 0 && k >= 0;
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            for (int i = 0; i < m && !add; i++) {
                Arrays.fill(c, cAt + i * cRow, cAt + i * cRow + n, 0f);
            }
            return;
        }
        assert aAt + (m - 1) * aRow + (k - 1) * aColumn + Lanes.PADDING < a.length;
        assert bAt + (k - 1) * bRow + (n - 1) * bColumn + Lanes.PADDING < b.length;
        assert cAt + (m - 1) * cRow + n - 1 + Lanes.PADDING < c.length;
        block(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add);
    }

    private static void block(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] b,
            int bAt,
            int bRow,
            int bColumn,
            float[] c,
            int cAt,
            int cRow,
            boolean add) {
        GemmScratch scratch = GemmScratch.ofThread();
        boolean packB = true;
        boolean packA = aColumn != 1 || m < ROWS;
        int depth = GemmBlocking.depth(k);
        for (int jc = 0; jc < n; jc += PACKED_COLUMNS) {
            int nc = Math.min(PACKED_COLUMNS, n - jc);
            for (int pc = 0; pc < k; pc += depth) {
                int kc = Math.min(depth, k - pc);
                float[] panels = scratch.panels(GemmBlocking.tiles(nc, COLUMNS) * COLUMNS * kc);
                for (int j = 0; j < nc; j += COLUMNS) {
                    GemmPacking.packPanel(
                            Math.min(COLUMNS, nc - j),
                            kc,
                            b,
                            bAt + pc * bRow + (jc + j) * bColumn,
                            bRow,
                            bColumn,
                            panels,
                            j * kc,
                            scratch);
                }
                for (int i = 0; i < m; i += ROWS) {
                    int rows = Math.min(ROWS, m - i);
                    GemmPacking.packStrip(rows, kc, a, aAt + i * aRow + pc * aColumn, aRow, aColumn, scratch.strip);
                    for (int j = 0; j < nc; j += COLUMNS) {
                        int columns = Math.min(COLUMNS, nc - j);
                        int at = cAt + i * cRow + jc + j;
                        if (rows == ROWS && columns == COLUMNS && !add && pc == 0) {
                            tile(kc, scratch.strip, 0, 1, ROWS, panels, j * kc, COLUMNS, c, at, cRow);
                        } else {
                            tile(kc, scratch.strip, 0, 1, ROWS, panels, j * kc, COLUMNS, scratch.tile, 0, COLUMNS);
                            GemmPacking.copyOut(rows, columns, scratch.tile, 0, COLUMNS, c, at, cRow, add || pc > 0);
                        }
                    }
                }
            }
        }
    }

    private static void tile(
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
            int cRow) {
        if (MANY_REGISTERS) {
            GemmMicroKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        } else {
            GemmNarrowMicroKernel.run(k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
        }
    }
}
