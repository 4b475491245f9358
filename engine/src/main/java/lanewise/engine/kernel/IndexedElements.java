package lanewise.engine.kernel;

/// Elements of an array taken and written by their positions in it, one after another in the order of the list: `y`
/// is a run of as many elements as there are positions, `x[xOffset + positions[i]]` the i-th of the array. A
/// position may come more than once; sums do not depend on threads.
public final class IndexedElements {
    private IndexedElements() {}

    /// `for i: y[i] = x[positions[i]]`
    public static void take(float[] x, int xOffset, int[] positions, float[] y, int yOffset) {
        for (int i = 0; i < positions.length; i++) {
            y[yOffset + i] = x[xOffset + positions[i]];
        }
    }

    /// `for i: y[i] = x[positions[i]]`
    public static void take(long[] x, int xOffset, int[] positions, long[] y, int yOffset) {
        for (int i = 0; i < positions.length; i++) {
            y[yOffset + i] = x[xOffset + positions[i]];
        }
    }

    /// `for i: y[i] = x[positions[i]]`
    public static void take(boolean[] x, int xOffset, int[] positions, boolean[] y, int yOffset) {
        for (int i = 0; i < positions.length; i++) {
            y[yOffset + i] = x[xOffset + positions[i]];
        }
    }

    /// `for i: x[positions[i]] = y[i]`; of several the last stays.
    public static void put(long[] y, int yOffset, int[] positions, long[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            x[xOffset + positions[i]] = y[yOffset + i];
        }
    }

    /// `for i: x[positions[i]] = y[i]`; of several the last stays.
    public static void put(boolean[] y, int yOffset, int[] positions, boolean[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            x[xOffset + positions[i]] = y[yOffset + i];
        }
    }

    /// `for i: x[positions[i]] = y[i]`; of several the last stays.
    public static void put(float[] y, int yOffset, int[] positions, float[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            x[xOffset + positions[i]] = y[yOffset + i];
        }
    }

    /// `for i: x[positions[i]] = value`
    public static void fill(float value, int[] positions, float[] x, int xOffset) {
        for (int position : positions) {
            x[xOffset + position] = value;
        }
    }

    /// `for i: x[positions[i]] += y[i]`
    public static void add(float[] y, int yOffset, int[] positions, float[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            x[xOffset + positions[i]] += y[yOffset + i];
        }
    }

    /// `for i: x[positions[i]] *= y[i]`
    public static void multiply(float[] y, int yOffset, int[] positions, float[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            x[xOffset + positions[i]] *= y[yOffset + i];
        }
    }

    /// `for i: x[positions[i]] = max(x[positions[i]], y[i])`; NaN if one of them is.
    public static void max(float[] y, int yOffset, int[] positions, float[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            int at = xOffset + positions[i];
            x[at] = Math.max(x[at], y[yOffset + i]);
        }
    }

    /// `for i: x[positions[i]] = min(x[positions[i]], y[i])`; NaN if one of them is.
    public static void min(float[] y, int yOffset, int[] positions, float[] x, int xOffset) {
        for (int i = 0; i < positions.length; i++) {
            int at = xOffset + positions[i];
            x[at] = Math.min(x[at], y[yOffset + i]);
        }
    }

    /// `for i: counts[positions[i]]++`
    public static void count(int[] positions, int[] counts) {
        for (int position : positions) {
            counts[position]++;
        }
    }
}
