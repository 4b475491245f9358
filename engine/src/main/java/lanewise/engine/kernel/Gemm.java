package lanewise.engine.kernel;

import java.util.Arrays;
import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;

/// The product of two matrices.
///
/// Every element of C is summed in one order, which depends on the sizes alone: runs of [GemmBlocking#depth(int)]
/// products, each run by fused multiply-adds in ascending `p`, are added up in ascending order, and the sums of
/// [GemmDeep]'s segments likewise. So neither threads nor packing nor compilation change a bit. A product with few
/// rows or columns may be [GemmDotProducts]'s, in an order of its own; whether it is depends on sizes and strides
/// alone.
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
        run(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add, null, 0);
    }

    /// The same, and `bias[biasAt + j]` is added to each element of column `j`: to each rectangle of C as soon as
    /// its sums are complete, with the bits of an addition afterwards.
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
            boolean add,
            float @Nullable [] bias,
            int biasAt) {
        assert m >= 0 && n >= 0 && k >= 0 : "m " + m + ", n " + n + ", k " + k;
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            for (int i = 0; i < m && !add; i++) {
                Arrays.fill(c, cAt + i * cRow, cAt + i * cRow + n, 0f);
            }
            addBias(bias, biasAt, m, n, c, cAt, cRow);
            return;
        }
        assert isPadded(a, aAt + (m - 1) * aRow + (k - 1) * aColumn);
        assert isPadded(b, bAt + (k - 1) * bRow + (n - 1) * bColumn);
        assert isPadded(c, cAt + (m - 1) * cRow + n - 1);
        if (!add && GemmSmall.takes(m, n, k, bColumn)) {
            GemmSmall.run(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, c, cAt, cRow);
            addBias(bias, biasAt, m, n, c, cAt, cRow);
            return;
        }
        GemmScratch scratch = GemmScratch.ofThread();
        GemmProduct product = scratch.product;
        product.set(m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bColumn, c, cAt, cRow, add);
        try {
            if (GemmDeep.takes(product)) {
                scratch.deep.multiply(scratch);
                addBias(bias, biasAt, m, n, c, cAt, cRow);
            } else {
                if (bias != null) {
                    product.setBias(bias, biasAt);
                }
                multiply(scratch);
            }
        } finally {
            product.clear();
        }
    }

    private static void addBias(float @Nullable [] bias, int biasAt, int m, int n, float[] c, int cAt, int cRow) {
        if (bias != null) {
            RowVector.addToRows(m, n, bias, biasAt, c, cAt, cRow);
        }
    }

    /// Computes the product in `scratch` in whichever of its ways is for it, but for [GemmDeep]. Tiles add the bias
    /// themselves, unless they compute the transpose of C.
    static void multiply(GemmScratch scratch) {
        GemmProduct product = scratch.product;
        boolean tiles = !multipliedFew(product, scratch);
        if (tiles) {
            product.transpose();
            tiles = !multipliedFew(product, scratch);
        }
        if (tiles) {
            product.transpose();
            if (GemmBlocking.transposes(product)) {
                product.transpose();
            }
            scratch.task.multiply(scratch);
        }
        if (!tiles || product.transposed) {
            product.addBiasBehind();
        }
    }

    /// Computes a product of few rows, or of few columns, if it is one. Returns whether it was.
    private static boolean multipliedFew(GemmProduct product, GemmScratch scratch) {
        if (GemmFewRows.takes(product)) {
            scratch.fewRows.multiply();
            return true;
        }
        if (GemmDotProducts.takes(product)) {
            scratch.dotProducts.multiply(scratch);
            return true;
        }
        return false;
    }

    private static boolean isPadded(float[] x, int last) {
        return last >= 0 && last + Lanes.PADDING < x.length;
    }
}
