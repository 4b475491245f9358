package lanewise.engine.kernel;

/// The operands of one [Gemm]: `for i in [0, m), j in [0, n): c[i, j] (=|+=) sum over p in [0, k) of a[i, p]·b[p,
/// j]`
///
/// where `a[i, p]` is `a[aAt + i·aRow + p·aColumn]`, and `b[p, j]` and `c[i, j]` likewise.
///
/// Each thread keeps one of these and sets it anew for every product, so that none is allocated.
final class GemmProduct {
    private static final float[] NOTHING = new float[0];

    int m;
    int n;
    int k;
    float[] a = NOTHING;
    int aAt;
    int aRow;
    int aColumn;
    float[] b = NOTHING;
    int bAt;
    int bRow;
    int bColumn;
    float[] c = NOTHING;
    int cAt;
    int cRow;
    int cColumn;
    boolean add;

    /// Whether it is stated the other way round than it was set.
    boolean transposed;

    /// A row that is added to each row of C, `bias[biasAt + j]`, when its sums are complete; nothing if there is
    /// none.
    float[] bias = NOTHING;

    int biasAt;

    /// Sets all of it; C is row-major.
    void set(
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
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.aAt = aAt;
        this.aRow = aRow;
        this.aColumn = aColumn;
        this.b = b;
        this.bAt = bAt;
        this.bRow = bRow;
        this.bColumn = bColumn;
        this.c = c;
        this.cAt = cAt;
        this.cRow = cRow;
        this.cColumn = 1;
        this.add = add;
        this.transposed = false;
        this.bias = NOTHING;
    }

    /// Sets the row that is added to each row of C.
    void setBias(float[] bias, int biasAt) {
        this.bias = bias;
        this.biasAt = biasAt;
    }

    /// Whether there is a row to add to those of C, as they are now.
    boolean hasBias() {
        return bias != NOTHING && !transposed;
    }

    /// Adds the bias to rows `[i0, i1)` by columns `[j0, j1)` of C, which are complete: while they lie in the
    /// cache.
    void addBias(int i0, int i1, int j0, int j1) {
        RowVector.addToRows(i1 - i0, j1 - j0, bias, biasAt + j0, c, cAt + i0 * cRow + j0, cRow);
    }

    /// Adds the bias, if there is one, when all of C is complete.
    void addBiasBehind() {
        if (transposed) {
            transpose();
        }
        if (hasBias()) {
            addBias(0, m, 0, n);
        }
    }

    /// `Cᵀ = Bᵀ·Aᵀ`: the same elements, stated the other way round.
    void transpose() {
        int rows = m;
        m = n;
        n = rows;
        float[] left = a;
        int leftAt = aAt;
        int leftRow = aRow;
        int leftColumn = aColumn;
        a = b;
        aAt = bAt;
        aRow = bColumn;
        aColumn = bRow;
        b = left;
        bAt = leftAt;
        bRow = leftColumn;
        bColumn = leftRow;
        int row = cRow;
        cRow = cColumn;
        cColumn = row;
        transposed = !transposed;
    }

    /// Lets go of the arrays.
    void clear() {
        a = NOTHING;
        b = NOTHING;
        c = NOTHING;
        bias = NOTHING;
    }
}
