package lanewise.engine.kernel;

/// Dimensions of a row-major array turned round.
public final class Reversal {
    private Reversal() {}

    /// `y[i, j, ...] = x[n - 1 - i, j, ...]` for a flipped first dimension, and so on.
    ///
    /// @param sizes of all dimensions, none of them 0
    /// @param flipped which of them are turned round
    public static void run(float[] x, int xOffset, int[] sizes, boolean[] flipped, float[] y, int yOffset) {
        int last = sizes.length - 1;
        int run = 1;
        while (last >= 0 && !flipped[last]) {
            run *= sizes[last--];
        }
        if (last < 0) {
            System.arraycopy(x, xOffset, y, yOffset, run);
            return;
        }
        int[] strides = new int[last + 1];
        int elements = run;
        for (int d = last; d >= 0; d--) {
            strides[d] = elements;
            elements *= sizes[d];
        }
        int row = sizes[last] * run;
        int[] at = new int[last];
        for (int start = 0; start < elements; start += row) {
            int from = xOffset;
            for (int d = 0; d < last; d++) {
                from += (flipped[d] ? sizes[d] - 1 - at[d] : at[d]) * strides[d];
            }
            row(x, from, sizes[last], run, y, yOffset + start);
            for (int d = last - 1; d >= 0 && ++at[d] == sizes[d]; d--) {
                at[d] = 0;
            }
        }
    }

    private static void row(float[] x, int from, int n, int run, float[] y, int to) {
        if (run == 1) {
            for (int i = 0; i < n; i++) {
                y[to + i] = x[from + n - 1 - i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, from + (n - 1 - i) * run, y, to + i * run, run);
            }
        }
    }
}
