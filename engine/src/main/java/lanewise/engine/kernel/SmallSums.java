package lanewise.engine.kernel;

/// Sums of few elements, added up in double: `for o, i: y[o, i] = x[o, 0, i] + x[o, 1, i] + ...` for
/// `x [outer, n, inner]`, row-major.
///
/// Of so few, what the loops over vectors would save is less than a microsecond; added in double the sum has the
/// error of one rounding, however much its parts cancel.
public final class SmallSums {
    /// The most elements, all sums together, that are few.
    private static final int FEW = 1 << 10;

    private SmallSums() {}

    /// Whether `outer · n · inner` elements are few.
    public static boolean areFew(int outer, int n, int inner) {
        return (long) outer * n * inner <= FEW;
    }

    /// Writes the sums of `x [outer, n, inner]` to `y [outer, inner]`.
    public static void sum(float[] x, int xOffset, int outer, int n, int inner, float[] y, int yOffset) {
        int target = yOffset;
        for (int o = 0; o < outer; o++) {
            int start = xOffset + o * n * inner;
            for (int i = 0; i < inner; i++) {
                y[target++] = (float) column(x, start + i, n, inner);
            }
        }
    }

    /// Adds the sums of the columns of `x [rows, columns]` to `y [columns]`.
    static void addColumns(float[] x, int xOffset, int rows, int columns, float[] y, int yOffset) {
        for (int j = 0; j < columns; j++) {
            y[yOffset + j] = (float) (y[yOffset + j] + column(x, xOffset + j, rows, columns));
        }
    }

    /// The sum of `x [n]`.
    static double sum(float[] x, int xOffset, int n) {
        return column(x, xOffset, n, 1);
    }

    /// Two sums side by side, so that an addition need not wait for the one before.
    private static double column(float[] x, int from, int n, int stride) {
        double even = 0;
        double odd = 0;
        int at = from;
        int r = 0;
        for (; r < n - 1; r += 2, at += 2 * stride) {
            even += x[at];
            odd += x[at + stride];
        }
        return r < n ? even + odd + x[at] : even + odd;
    }
}
