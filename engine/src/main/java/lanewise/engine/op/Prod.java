package lanewise.engine.op;

/// The product over dimensions, `y[i] = Πⱼ x[i, j]`. Over no elements it is 1.
///
///     dx[i, j] = dy[i]·Π x[i, k] over all k but j
///
/// The gradient is the product of what comes before and what comes after, without a division, so zeros are like
/// other numbers.
public final class Prod extends RowReduction {
    /// Over `dimensions`, or over all if there are none; with `keepDim` they stay in the result with size 1.
    public Prod(int[] dimensions, boolean keepDim) {
        super(dimensions, keepDim);
    }

    @Override
    public String name() {
        return "prod";
    }

    @Override
    float value(float[] x, int at, int n) {
        double p0 = 1;
        double p1 = 1;
        double p2 = 1;
        double p3 = 1;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            p0 *= x[at + j];
            p1 *= x[at + j + 1];
            p2 *= x[at + j + 2];
            p3 *= x[at + j + 3];
        }
        for (; j < n; j++) {
            p0 *= x[at + j];
        }
        return (float) (p0 * p1 * (p2 * p3));
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        double before = 1;
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = (float) before;
            before *= x[at + j];
        }
        double after = dy;
        for (int j = n - 1; j >= 0; j--) {
            dx[dxo + j] = (float) (dx[dxo + j] * after);
            after *= x[at + j];
        }
    }
}
