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
    }

    /// Lets go of the arrays.
    void clear() {
        a = NOTHING;
        b = NOTHING;
        c = NOTHING;
    }
}
