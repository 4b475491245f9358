package lanewise.engine.op;

/// `y = beta·a + alpha·b`, broadcast, computed in double and rounded once.
///
///     ∂y/∂a = beta,  ∂y/∂b = alpha
public final class ScaledSum extends BinaryOperation {
    private final String name;
    private final double beta;
    private final double alpha;

    /// With these factors.
    ///
    /// @param name of the operation that it is part of, for messages
    public ScaledSum(String name, double beta, double alpha) {
        this.name = name;
        this.beta = beta;
        this.alpha = alpha;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = (float) (beta * a[ao + i] + alpha * b[bo + i]);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        scale(beta, dy, dyo, dx, dxo, length, add);
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        scale(alpha, dy, dyo, dx, dxo, length, add);
    }

    private static void scale(double factor, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        if (add) {
            for (int i = 0; i < length; i++) {
                dx[dxo + i] = (float) (dx[dxo + i] + factor * dy[dyo + i]);
            }
        } else {
            for (int i = 0; i < length; i++) {
                dx[dxo + i] = (float) (factor * dy[dyo + i]);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}
