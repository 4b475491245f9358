package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;
import static lanewise.engine.simd.Rotation.BY_2;
import static lanewise.engine.simd.Rotation.BY_4;
import static lanewise.engine.simd.Rotation.BY_8;

import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The product of a matrix and a vector, which [Gemm] leaves to this: it reads every element of the matrix once, so
/// it is as fast as that comes from memory.
///
/// `for i in [0, m): y[yAt + i·yStride] (=|+=) sum over p in [0, k) of a[aAt + i·aRow + p·aColumn]·x[xAt +
/// p·xStride]`
///
/// Each thread keeps one of these and sets it anew for every product.
final class Gemv implements RangeTask {
    /// Elements of the matrix that a thread must have to read before it is worth waking: 5 us at 60 GB/s.
    private static final int MIN_ELEMENTS = 80_000;

    private static final int BLOCK = 4 * LANES;
    private static final float[] NOTHING = new float[0];

    private int k;
    private float[] a = NOTHING;
    private int aAt;
    private int aRow;
    private int aColumn;
    private float[] x = NOTHING;
    private int xAt;
    private int xStride;
    private float[] y = NOTHING;
    private int yAt;
    private int yStride;
    private boolean add;

    /// Whether a matrix with these strides is for this class: the elements of each row, or of each column, are
    /// contiguous.
    static boolean takes(int rowStride, int columnStride, int yStride) {
        return columnStride == 1 || rowStride == 1 && yStride == 1;
    }

    void multiply(
            int m,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aColumn,
            float[] x,
            int xAt,
            int xStride,
            float[] y,
            int yAt,
            int yStride,
            boolean add) {
        this.k = k;
        this.a = a;
        this.aAt = aAt;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.x = x;
        this.xAt = xAt;
        this.xStride = xStride;
        this.y = y;
        this.yAt = yAt;
        this.yStride = yStride;
        this.add = add;
        int grain = aColumn == 1 ? 1 : BLOCK;
        int wanted = GemmBlocking.tiles(MIN_ELEMENTS, k);
        try {
            Workers.run(m, GemmBlocking.tiles(wanted, grain) * grain, this);
        } finally {
            this.a = NOTHING;
            this.x = NOTHING;
            this.y = NOTHING;
        }
    }

    @Override
    public void run(int from, int to) {
        if (aColumn == 1) {
            for (int i = from; i < to; i++) {
                int at = yAt + i * yStride;
                float sum = xStride == 1 && k >= LANES ? dot(aAt + i * aRow) : scalarDot(aAt + i * aRow);
                y[at] = add ? y[at] + sum : sum;
            }
            return;
        }
        int i = from;
        for (; i <= to - BLOCK; i += BLOCK) {
            combineBlock(i);
        }
        for (; i < to; i += LANES) {
            combine(i, Math.min(LANES, to - i));
        }
    }

    /// `sum over p of a[row + p]·x[xAt + p]`, in four vectors of sums, which are added pairwise.
    private float dot(int row) {
        var s0 = FloatVector.zero(SPECIES);
        var s1 = FloatVector.zero(SPECIES);
        var s2 = FloatVector.zero(SPECIES);
        var s3 = FloatVector.zero(SPECIES);
        int p = 0;
        for (; p <= k - BLOCK; p += BLOCK) {
            s0 = FloatVector.fromArray(SPECIES, a, row + p).fma(FloatVector.fromArray(SPECIES, x, xAt + p), s0);
            s1 = FloatVector.fromArray(SPECIES, a, row + p + LANES)
                    .fma(FloatVector.fromArray(SPECIES, x, xAt + p + LANES), s1);
            s2 = FloatVector.fromArray(SPECIES, a, row + p + 2 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, x, xAt + p + 2 * LANES), s2);
            s3 = FloatVector.fromArray(SPECIES, a, row + p + 3 * LANES)
                    .fma(FloatVector.fromArray(SPECIES, x, xAt + p + 3 * LANES), s3);
        }
        for (; p < k; p += LANES) {
            int count = Math.min(LANES, k - p);
            s0 = FloatVector.fromArray(SPECIES, a, row + p, SPECIES.indexInRange(0, count))
                    .fma(FloatVector.fromArray(SPECIES, x, xAt + p, SPECIES.indexInRange(0, count)), s0);
        }
        var total = s0.add(s1).add(s2.add(s3));
        if (LANES > 8) {
            total = total.add(total.rearrange(BY_8));
        }
        if (LANES > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        total = total.add(total.rearrange(BY_2));
        return total.lane(0) + total.lane(1);
    }

    /// As [#dot], without vectors: for few elements, or such as are not neighbours.
    private float scalarDot(int row) {
        float s0 = 0;
        float s1 = 0;
        int p = 0;
        for (; p < k - 1; p += 2) {
            s0 = Math.fma(a[row + p], x[xAt + p * xStride], s0);
            s1 = Math.fma(a[row + p + 1], x[xAt + (p + 1) * xStride], s1);
        }
        if (p < k) {
            s0 = Math.fma(a[row + p], x[xAt + p * xStride], s0);
        }
        return s0 + s1;
    }

    /// Four vectors of results, as combinations of the matrix's columns, in the order of additions of [Gemm].
    private void combineBlock(int i) {
        int depth = GemmBlocking.depth(k);
        for (int from = 0; from < k; from += depth) {
            var s0 = FloatVector.zero(SPECIES);
            var s1 = FloatVector.zero(SPECIES);
            var s2 = FloatVector.zero(SPECIES);
            var s3 = FloatVector.zero(SPECIES);
            for (int p = from; p < Math.min(from + depth, k); p++) {
                var xp = FloatVector.broadcast(SPECIES, x[xAt + p * xStride]);
                int at = aAt + i + p * aColumn;
                s0 = xp.fma(FloatVector.fromArray(SPECIES, a, at), s0);
                s1 = xp.fma(FloatVector.fromArray(SPECIES, a, at + LANES), s1);
                s2 = xp.fma(FloatVector.fromArray(SPECIES, a, at + 2 * LANES), s2);
                s3 = xp.fma(FloatVector.fromArray(SPECIES, a, at + 3 * LANES), s3);
            }
            int at = yAt + i;
            if (add || from > 0) {
                s0 = FloatVector.fromArray(SPECIES, y, at).add(s0);
                s1 = FloatVector.fromArray(SPECIES, y, at + LANES).add(s1);
                s2 = FloatVector.fromArray(SPECIES, y, at + 2 * LANES).add(s2);
                s3 = FloatVector.fromArray(SPECIES, y, at + 3 * LANES).add(s3);
            }
            s0.intoArray(y, at);
            s1.intoArray(y, at + LANES);
            s2.intoArray(y, at + 2 * LANES);
            s3.intoArray(y, at + 3 * LANES);
        }
    }

    /// At most one vector of results.
    private void combine(int i, int count) {
        int depth = GemmBlocking.depth(k);
        for (int from = 0; from < k; from += depth) {
            var sum = FloatVector.zero(SPECIES);
            for (int p = from; p < Math.min(from + depth, k); p++) {
                sum = FloatVector.broadcast(SPECIES, x[xAt + p * xStride])
                        .fma(FloatVector.fromArray(SPECIES, a, aAt + i + p * aColumn), sum);
            }
            if (add || from > 0) {
                sum = FloatVector.fromArray(SPECIES, y, yAt + i, SPECIES.indexInRange(0, count))
                        .add(sum);
            }
            sum.intoArray(y, yAt + i, SPECIES.indexInRange(0, count));
        }
    }
}
