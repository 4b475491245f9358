package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Where the largest elements are: the first of equal ones, the first NaN if there is any. It has no gradient.
public final class Argmax {
    private Argmax() {}

    /// The index in `dimension` of each largest element; with `keepDim` the dimension stays in the result with size
    /// 1.
    ///
    /// @throws IllegalArgumentException if the dimension has size 0
    public static LongArray of(NDArray x, int dimension, boolean keepDim) {
        ReducedAxes axes = ReducedAxes.of("argmax", x, new int[] {dimension}, keepDim);
        return Extrema.indices(axes, Extrema.run("argmax", axes, 1f));
    }

    /// The row-major index `[]` of the largest of all elements.
    ///
    /// @throws IllegalArgumentException if there are none
    public static LongArray of(NDArray x) {
        ReducedAxes axes = ReducedAxes.of("argmax", x, new int[0], false);
        return Extrema.indices(axes, Extrema.run("argmax", axes, 1f));
    }
}
