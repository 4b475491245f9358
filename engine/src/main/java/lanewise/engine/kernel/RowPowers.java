package lanewise.engine.kernel;

/// Sums of powers of the magnitudes of a row, and the largest and smallest of them, for norms. Sums are added in
/// double, four at a time.
public final class RowPowers {
    private RowPowers() {}

    /// `Σⱼ x[at + j]²`
    public static double squares(float[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            s0 += (double) x[at + j] * x[at + j];
            s1 += (double) x[at + j + 1] * x[at + j + 1];
            s2 += (double) x[at + j + 2] * x[at + j + 2];
            s3 += (double) x[at + j + 3] * x[at + j + 3];
        }
        for (; j < n; j++) {
            s0 += (double) x[at + j] * x[at + j];
        }
        return s0 + s1 + (s2 + s3);
    }

    /// `Σⱼ |x[at + j]|`
    public static double magnitudes(float[] x, int at, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j <= n - 4; j += 4) {
            s0 += Math.abs(x[at + j]);
            s1 += Math.abs(x[at + j + 1]);
            s2 += Math.abs(x[at + j + 2]);
            s3 += Math.abs(x[at + j + 3]);
        }
        for (; j < n; j++) {
            s0 += Math.abs(x[at + j]);
        }
        return s0 + s1 + (s2 + s3);
    }

    /// `Σⱼ |x[at + j]|ᵖ`
    public static double sum(float[] x, int at, int n, double p) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += Math.pow(Math.abs(x[at + j]), p);
        }
        return sum;
    }

    /// How many are not 0; NaN is not.
    public static int notZero(float[] x, int at, int n) {
        int count = 0;
        for (int j = 0; j < n; j++) {
            count += x[at + j] != 0 ? 1 : 0;
        }
        return count;
    }

    /// The largest magnitude, NaN if one is; 0 of none.
    public static float largest(float[] x, int at, int n) {
        float largest = 0;
        for (int j = 0; j < n; j++) {
            largest = Math.max(largest, Math.abs(x[at + j]));
        }
        return largest;
    }

    /// The smallest magnitude, NaN if one is; ∞ of none.
    public static float smallest(float[] x, int at, int n) {
        float smallest = Float.POSITIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            smallest = Math.min(smallest, Math.abs(x[at + j]));
        }
        return smallest;
    }
}
