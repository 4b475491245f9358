package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Where numbers would have to be put into rising sequences so that these stay in order: before the first element
/// that is not less, or, from the right, before the first that is greater. NaN comes behind all.
public final class Buckets {
    private Buckets() {}

    /// The places in one sequence `[n]` for all numbers, or in those of `[..., n]`, row by row, for `[..., m]`.
    ///
    /// @throws ShapeMismatchException if the sequences are several, and the numbers have other leading dimensions
    public static LongArray search(NDArray sequences, NDArray numbers, boolean right) {
        Shape shape = sequences.shape();
        Shape wanted = numbers.shape();
        boolean fits = shape.rank() == 1
                || shape.rank() > 1
                        && wanted.rank() == shape.rank()
                        && wanted.with(-1, shape.dim(-1)).equals(shape);
        if (!fits) {
            throw new ShapeMismatchException("searchsorted: sequences " + shape + " and numbers " + wanted
                    + " must agree in all dimensions but the last, or there must be one sequence");
        }
        int n = shape.dim(-1);
        float[] rising = sequences.toArray();
        float[] sought = numbers.toArray();
        LongArray places = LongArray.empty(wanted);
        int row = shape.rank() == 1 ? Math.max(sought.length, 1) : Math.max(wanted.dim(-1), 1);
        for (int i = 0; i < sought.length; i++) {
            places.data()[i] = place(rising, i / row * n, n, sought[i], right);
        }
        return places;
    }

    /// Whether each number is among those of a set. NaN never is.
    public static BoolArray contains(NDArray set, NDArray numbers) {
        float[] sorted = set.toArray();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] += 0f; // −0 becomes 0
        }
        Arrays.sort(sorted);
        float[] sought = numbers.toArray();
        boolean[] found = new boolean[sought.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = !Float.isNaN(sought[i]) && Arrays.binarySearch(sorted, sought[i] + 0f) >= 0;
        }
        return BoolArray.of(numbers.shape(), found);
    }

    private static int place(float[] rising, int start, int n, float number, boolean right) {
        int low = 0;
        int high = n;
        while (low < high) {
            int middle = (low + high) >>> 1;
            float element = rising[start + middle];
            boolean before = right ? !(element > number) : !(element >= number); // NaN comes last
            low = before ? middle + 1 : low;
            high = before ? high : middle;
        }
        return low;
    }
}
