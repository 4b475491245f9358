package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.OrderStatistic;

/// The median of all elements: of an even number of them the smaller of the two in the middle. NaN if one of them
/// is, or if there are none. Shape `[]`.
///
///     dx[j] = dy / k  where x[j] is one of the k elements that equal the median,  0 elsewhere
public final class Median extends RowReduction {
    /// The operation.
    public static final Median MEDIAN = new Median();

    private Median() {
        super(new int[0], false);
    }

    @Override
    public String name() {
        return "median";
    }

    @Override
    float value(float[] x, int at, int n) {
        if (n == 0 || OrderStatistic.firstNan(x, at, n) >= 0) {
            return Float.NaN;
        }
        return x[at + OrderStatistic.index(x, at, n, (n - 1) / 2, new long[n])];
    }

    @Override
    void gradient(float[] x, int at, int n, float y, float dy, float[] dx, int dxo) {
        int count = 0;
        for (int j = 0; j < n; j++) {
            count += equal(x[at + j], y) ? 1 : 0;
        }
        for (int j = 0; j < n; j++) {
            dx[dxo + j] = equal(x[at + j], y) ? dy / count : 0;
        }
    }

    private static boolean equal(float x, float y) {
        return x == y || Float.isNaN(x) && Float.isNaN(y);
    }

    /// The shares are constant between the points where they jump.
    @Override
    Variable derivative(Variable x, Variable y, int... reduced) {
        NDArray from = x.array().contiguous();
        NDArray shares = NDArray.empty(x.shape());
        float median = y.array().toArray()[0];
        gradient(from.data(), from.offset(), from.elements(), median, 1f, shares.data(), shares.offset());
        return x.constant(shares);
    }
}
