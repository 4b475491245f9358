package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// Products of the same sizes and strides, one after another or side by side: [Gemm] of each.
///
/// Small ones go to one thread each, which is one dispatch for all of them instead of several for every one; large
/// ones are divided among the threads one after another.
public final class GemmBatch implements RangeTask {
    /// Products from which on one is worth several threads.
    private static final long LARGE = 1 << 22;

    private final int m;
    private final int n;
    private final int k;
    private final float[] a;
    private final int[] aStarts;
    private final int aRow;
    private final int aColumn;
    private final float[] b;
    private final int[] bStarts;
    private final int bRow;
    private final int bColumn;
    private final float[] c;
    private final int[] cStarts;
    private final boolean add;

    private GemmBatch(
            int m,
            int n,
            int k,
            float[] a,
            int[] aStarts,
            int aRow,
            int aColumn,
            float[] b,
            int[] bStarts,
            int bRow,
            int bColumn,
            float[] c,
            int[] cStarts,
            boolean add) {
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.aStarts = aStarts;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bStarts = bStarts;
        this.bRow = bRow;
        this.bColumn = bColumn;
        this.c = c;
        this.cStarts = cStarts;
        this.add = add;
    }

    /// Product `x` is of the matrices that begin at `aStarts[x]`, `bStarts[x]` and `cStarts[x]`; rows of C are `n`
    /// long.
    ///
    /// @param distinct whether no two products share an element of C; those that do are added up in ascending order
    public static void run(
            int m,
            int n,
            int k,
            float[] a,
            int[] aStarts,
            int aRow,
            int aColumn,
            float[] b,
            int[] bStarts,
            int bRow,
            int bColumn,
            float[] c,
            int[] cStarts,
            boolean add,
            boolean distinct) {
        GemmBatch batch = new GemmBatch(m, n, k, a, aStarts, aRow, aColumn, b, bStarts, bRow, bColumn, c, cStarts, add);
        long each = Math.max((long) m * n * k, 1);
        if (!distinct || each >= LARGE) {
            batch.run(0, aStarts.length);
        } else {
            Workers.run(aStarts.length, (int) (GemmBlocking.MIN_PRODUCTS / each) + 1, batch);
        }
    }

    @Override
    public void run(int from, int to) {
        for (int x = from; x < to; x++) {
            Gemm.run(m, n, k, a, aStarts[x], aRow, aColumn, b, bStarts[x], bRow, bColumn, c, cStarts[x], n, add);
        }
    }
}
