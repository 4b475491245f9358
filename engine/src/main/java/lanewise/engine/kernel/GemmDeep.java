package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The product of a small result and very long sums, which [Gemm] leaves to this: its tiles are too few for several
/// threads, so the sums are divided instead, each segment is a product of its own, and these are added up in
/// ascending order. Into how many segments depends on the sizes alone, so the threads change no bit.
///
/// Each thread keeps one of these.
final class GemmDeep implements RangeTask {
    /// Elements of the largest result: 128 x 128.
    private static final int MAX_RESULT = 1 << 14;

    /// Products of the shortest segment.
    private static final int SEGMENT = 2048;

    private static final int MAX_SEGMENTS = 16;

    /// Sums of fewer products stay whole.
    static final int MIN_DEPTH = 2 * SEGMENT;

    /// Products of all sums together below which nothing is divided: some 20 us of one core.
    private static final long MIN_PRODUCTS = 1 << 20;

    private final GemmProduct product;
    private int segments;
    private int length;
    private float[] partial = new float[0];

    GemmDeep(GemmProduct product) {
        this.product = product;
    }

    /// Whether a product is for this class: C row-major, as it was asked for.
    static boolean takes(GemmProduct x) {
        long result = (long) x.m * x.n;
        return x.k >= MIN_DEPTH && result <= MAX_RESULT && result * x.k >= MIN_PRODUCTS;
    }

    /// Computes it.
    ///
    /// @param scratch the calling thread's
    void multiply(GemmScratch scratch) {
        GemmProduct x = product;
        int most = Math.min(x.k / SEGMENT, MAX_SEGMENTS);
        length = GemmBlocking.tiles(GemmBlocking.tiles(x.k, most), GemmBlocking.MAX_DEPTH) * GemmBlocking.MAX_DEPTH;
        segments = GemmBlocking.tiles(x.k, length);
        int result = x.m * x.n;
        partial = scratch.partial(segments * result);
        Workers.run(segments, 1, this);
        for (int s = 1; s < segments; s++) {
            GemmPacking.copyOut(1, result, partial, s * result, 0, partial, 0, 0, true);
        }
        GemmPacking.copyOut(x.m, x.n, partial, 0, x.n, x.c, x.cAt, x.cRow, x.add);
    }

    @Override
    public void run(int from, int to) {
        GemmProduct x = product;
        for (int s = from; s < to; s++) {
            int p = s * length;
            GemmScratch scratch = GemmScratch.ofThread().nested();
            scratch.product.set(
                    x.m,
                    x.n,
                    Math.min(length, x.k - p),
                    x.a,
                    x.aAt + p * x.aColumn,
                    x.aRow,
                    x.aColumn,
                    x.b,
                    x.bAt + p * x.bRow,
                    x.bRow,
                    x.bColumn,
                    partial,
                    s * x.m * x.n,
                    x.n,
                    false);
            try {
                Gemm.multiply(scratch);
            } finally {
                scratch.product.clear();
            }
        }
    }
}
