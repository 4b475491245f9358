package lanewise.engine.op;

/// The logarithms of the sums of exponentials up to each element along a dimension, `yᵢ = log Σⱼ exp(xⱼ) over j ≤
/// i`, computed without overflow. The shape stays.
///
///     dxⱼ = tⱼ·exp(xⱼ − yⱼ),  where tⱼ = dyⱼ + tⱼ₊₁·exp(yⱼ − yⱼ₊₁)
///
/// As `y` grows, no exponent is positive.
public final class Logcumsumexp extends RowScan {
    private final int dimension;

    /// Along `dimension`; a negative one counts from the end.
    public Logcumsumexp(int dimension) {
        super(dimension);
        this.dimension = dimension;
    }

    @Override
    public String name() {
        return "logcumsumexp";
    }

    @Override
    void scan(float[] x, int at, int n, float[] y, int yo) {
        double sum = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            double next = x[at + i];
            double max = Math.max(sum, next);
            // of two infinities of one sign the difference is NaN
            sum = Double.isInfinite(max) ? max : max + Math.log1p(Math.exp(Math.min(sum, next) - max));
            y[yo + i] = (float) sum;
        }
    }

    @Override
    void gradient(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        back(x, at, n, y, yo, dy, dyo, dx, dxo);
    }

    /// The gradient of one row.
    static void back(float[] x, int at, int n, float[] y, int yo, float[] dy, int dyo, float[] dx, int dxo) {
        double later = 0;
        for (int i = n - 1; i >= 0; i--) {
            later += dy[dyo + i];
            dx[dxo + i] = (float) (later * exponential(x[at + i], y[yo + i]));
            later *= i == 0 ? 1 : exponential(y[yo + i - 1], y[yo + i]);
        }
    }

    /// `exp(x − y)`, where −∞ less −∞ is nothing to be passed on.
    static double exponential(float x, float y) {
        return x == Float.NEGATIVE_INFINITY ? 0 : Math.exp((double) x - y);
    }

    @Override
    public boolean savesOutput() {
        return true;
    }

    @Override
    public void gradient(Recorder recorder) {
        LogcumsumexpGradient gradient = new LogcumsumexpGradient(dimension);
        recorder.contribute(0, recorder.input(0).apply(gradient, recorder.output(), recorder.outputGradient()));
    }
}
