package lanewise.engine.op;

/// The sums up to each element along a dimension, `yᵢ = Σⱼ xⱼ over j ≤ i`, added in double. The shape stays.
///
///     dxⱼ = Σᵢ dyᵢ over i ≥ j
public final class Cumsum extends RowScan {
    /// Along `dimension`; a negative one counts from the end.
    public Cumsum(int dimension) {
        super(dimension);
    }

    @Override
    public String name() {
        return "cumsum";
    }

    @Override
    void scan(float[] x, int at, int n, float[] y, int yo) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[at + i];
            y[yo + i] = (float) sum;
        }
    }

    @Override
    void gradient(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        double sum = 0;
        for (int i = n - 1; i >= 0; i--) {
            sum += dy[dyo + i];
            dx[dxo + i] = (float) sum;
        }
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
