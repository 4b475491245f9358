package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.OrderStatistic;

/// The medians over one dimension, and which elements they are: of an even number the smaller of the two in the
/// middle, and the first NaN if there is any.
///
///     dx[i, j] = dy[i]  where j is the index of the chosen element,  0 elsewhere
///
/// An instance serves one forward pass, whose indices it holds.
public final class MedianDim extends ChosenElement {
    /// Over `dimension`; with `keepDim` it stays in the result with size 1.
    public MedianDim(int dimension, boolean keepDim) {
        super(dimension, keepDim);
    }

    @Override
    public String name() {
        return "median";
    }

    /// @throws IllegalArgumentException if there is nothing to choose from: the dimension has size 0
    @Override
    void check(int n, NDArray x) {
        if (n == 0) {
            throw new IllegalArgumentException(
                    message("an array " + x.shape() + " has no elements to choose from in the reduced dimension"));
        }
    }

    @Override
    int choose(float[] x, int at, int n, long[] keys) {
        int nan = OrderStatistic.firstNan(x, at, n);
        return nan >= 0 ? nan : OrderStatistic.index(x, at, n, (n - 1) / 2, keys);
    }
}
