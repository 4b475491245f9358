package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Where the smallest elements are: the first of equal ones, the first NaN if there is any. It has no gradient.
public final class Argmin {
    private Argmin() {}

    /// The index in `dimension` of each smallest element; with `keepDim` the dimension stays in the result with
    /// size 1.
    ///
    /// @throws IllegalArgumentException if the dimension has size 0
    public static LongArray of(NDArray x, int dimension, boolean keepDim) {
        ReducedAxes axes = ReducedAxes.of("argmin", x, new int[] {dimension}, keepDim);
        return Extrema.indices(axes, Extrema.run("argmin", axes, -1f));
    }

    /// The row-major index `[]` of the smallest of all elements.
    ///
    /// @throws IllegalArgumentException if there are none
    public static LongArray of(NDArray x) {
        ReducedAxes axes = ReducedAxes.of("argmin", x, new int[0], false);
        return Extrema.indices(axes, Extrema.run("argmin", axes, -1f));
    }
}
