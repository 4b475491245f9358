package lanewise.engine.kernel;

/// The k-th smallest of a row, found without sorting it: Hoare's selection on keys that hold an element's order in
/// the upper half and its index in the lower one. NaN is larger than all else; of equal elements the one with the
/// smaller index comes first.
public final class OrderStatistic {
    private OrderStatistic() {}

    /// The index of the `k`-th smallest of `x[at .. at + n)`, `k` from 0 on; `keys` is scratch memory for `n`.
    public static int index(float[] x, int at, int n, int k, long[] keys) {
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToIntBits(x[at + i] + 0f); // -0 and 0 are equal
            int ordered = bits ^ bits >> 31 & Integer.MAX_VALUE;
            keys[i] = (long) ordered << 32 | i;
        }
        int from = 0;
        int to = n - 1;
        while (from < to) {
            long pivot = middle(keys[from], keys[from + to >>> 1], keys[to]);
            int i = from;
            int j = to;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swapped;
                }
            }
            if (k <= j) {
                to = j;
            } else if (k >= i) {
                from = i;
            } else {
                break;
            }
        }
        return (int) keys[k];
    }

    /// The index of the first NaN, or −1.
    public static int firstNan(float[] x, int at, int n) {
        for (int i = 0; i < n; i++) {
            if (Float.isNaN(x[at + i])) {
                return i;
            }
        }
        return -1;
    }

    private static long middle(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
