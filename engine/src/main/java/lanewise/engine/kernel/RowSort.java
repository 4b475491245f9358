package lanewise.engine.kernel;

import java.util.Arrays;

/// The order of a row's elements. An element and its place make one key of 64 bits, so that sorting the keys is a
/// stable sort that yields the places too. NaN counts as the largest, and 0 and −0 as equal.
public final class RowSort {
    private RowSort() {}

    /// The keys of all elements `x[at + i·step]`, `i < n`, in their order, into the front of `keys`.
    public static void sort(float[] x, int at, int step, int n, boolean descending, long[] keys) {
        int flip = descending ? -1 : 0;
        for (int i = 0; i < n; i++) {
            keys[i] = key(x[at + i * step], i, flip);
        }
        Arrays.sort(keys, 0, n);
    }

    /// The keys of the first `k` elements of that order. Each element is compared with the last of those kept so
    /// far, which few pass.
    public static void first(float[] x, int at, int step, int n, int k, boolean descending, long[] keys) {
        int flip = descending ? -1 : 0;
        int kept = 0;
        for (int i = 0; i < n; i++) {
            long key = key(x[at + i * step], i, flip);
            if (kept < k) {
                insert(keys, kept++, key);
            } else if (key < keys[k - 1]) {
                insert(keys, k - 1, key);
            }
        }
    }

    /// The place of the element that has this key.
    public static int place(long key) {
        return (int) key;
    }

    private static long key(float element, int i, int flip) {
        int bits = Float.floatToIntBits(element + 0f); // −0 + 0 is 0
        int ordered = bits ^ bits >> 31 & Integer.MAX_VALUE;
        return (long) (ordered ^ flip) << 32 | i;
    }

    private static void insert(long[] keys, int last, long key) {
        int i = last;
        while (i > 0 && keys[i - 1] > key) {
            keys[i] = keys[i - 1];
            i--;
        }
        keys[i] = key;
    }
}
