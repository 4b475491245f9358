package lanewise.engine.kernel;

/// Mean and squared distances from it of one row. The mean is added in double, so that of equal numbers it is each
/// of them, and none has a distance.
public final class RowMoments {
    private RowMoments() {}

    /// The mean of `x[at .. at + n)`.
    public static double mean(float[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            s0 += x[at + j];
            s1 += x[at + j + 1];
            s2 += x[at + j + 2];
            s3 += x[at + j + 3];
        }
        for (; j < n; j++) {
            s0 += x[at + j];
        }
        return (s0 + s1 + (s2 + s3)) / n;
    }

    /// `Σⱼ (x[at + j] − mean)²`, where `mean` is the row's: the distances are taken from the mean rounded to float,
    /// and what that changes is taken off again.
    public static double squares(float[] x, int at, int n, double mean) {
        float rounded = (float) mean;
        double off = mean - rounded;
        double squares = Moments.squares(x, at, n, rounded) - n * off * off;
        return squares > 0 || Double.isNaN(squares) ? squares : 0;
    }
}
