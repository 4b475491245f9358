package lanewise.nn.functional;

import java.util.Arrays;

/// Options of one number for each dimension, or one for all.
final class Sizes {
    private Sizes() {}

    /// `values` for each of so many dimensions; a single one counts for all.
    ///
    /// @throws IllegalArgumentException if there are others than one or as many
    static int[] each(String operation, String option, int[] values, int dimensions) {
        if (values.length == dimensions) {
            return values.clone();
        }
        if (values.length != 1) {
            throw new IllegalArgumentException(operation + ": " + option + " " + Arrays.toString(values)
                    + " must be one number, or " + dimensions + ", one a dimension");
        }
        int[] same = new int[dimensions];
        Arrays.fill(same, values[0]);
        return same;
    }
}
