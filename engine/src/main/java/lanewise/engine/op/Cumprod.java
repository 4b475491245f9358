package lanewise.engine.op;

/// The products up to each element along a dimension, `yᵢ = Πⱼ xⱼ over j ≤ i`, multiplied in double. The shape
/// stays.
///
///     dxⱼ = (Π xₖ over k < j)·sⱼ,  where sⱼ = dyⱼ + xⱼ₊₁·sⱼ₊₁
///
/// Nothing is divided, so zeros are like other numbers.
public final class Cumprod extends RowScan {
    /// Along `dimension`; a negative one counts from the end.
    public Cumprod(int dimension) {
        super(dimension);
    }

    @Override
    public String name() {
        return "cumprod";
    }

    @Override
    void scan(float[] x, int at, int n, float[] y, int yo) {
        double product = 1;
        for (int i = 0; i < n; i++) {
            product *= x[at + i];
            y[yo + i] = (float) product;
        }
    }

    @Override
    void gradient(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        double before = 1;
        for (int i = 0; i < n; i++) {
            dx[dxo + i] = (float) before;
            before *= x[at + i];
        }
        double after = 0;
        for (int i = n - 1; i >= 0; i--) {
            after += dy[dyo + i];
            dx[dxo + i] = (float) (dx[dxo + i] * after);
            after *= x[at + i];
        }
    }
}
