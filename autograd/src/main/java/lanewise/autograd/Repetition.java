package lanewise.autograd;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Indices of a dimension, each as often as is said.
final class Repetition {
    private Repetition() {}

    static LongTensor indices(LongTensor times, Shape shape, int dim) {
        int n = shape.dim(dim);
        long[] counts = times.toArray();
        if (times.rank() > 1 || counts.length != n && counts.length != 1) {
            throw new ShapeMismatchException("repeatInterleave: the numbers " + times.shape() + " for dimension " + dim
                    + " of " + shape + " must be one, or [" + n + "]");
        }
        int total = 0;
        for (int i = 0; i < n; i++) {
            long count = counts[counts.length == 1 ? 0 : i];
            if (count < 0) {
                throw new IllegalArgumentException(
                        "repeatInterleave: the number " + count + " of index " + i + " must not be negative");
            }
            total = Math.toIntExact(total + count);
        }
        long[] indices = new long[total];
        int at = 0;
        for (int i = 0; i < n; i++) {
            int end = at + (int) counts[counts.length == 1 ? 0 : i];
            Arrays.fill(indices, at, end, i);
            at = end;
        }
        return LongTensor.of(indices);
    }
}
