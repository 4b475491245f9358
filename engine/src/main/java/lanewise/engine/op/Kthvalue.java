package lanewise.engine.op;

import lanewise.engine.NDArray;
import lanewise.engine.kernel.OrderStatistic;

/// The k-th smallest elements over one dimension, and which they are. NaN is larger than all else.
///
///     dx[i, j] = dy[i]  where j is the index of the chosen element,  0 elsewhere
///
/// An instance serves one forward pass, whose indices it holds.
public final class Kthvalue extends ChosenElement {
    private final int k;

    /// The `k`-th, counted from 1, over `dimension`; with `keepDim` it stays in the result with size 1.
    public Kthvalue(int k, int dimension, boolean keepDim) {
        super(dimension, keepDim);
        this.k = k;
    }

    @Override
    public String name() {
        return "kthvalue";
    }

    /// @throws IllegalArgumentException if `k` is not from 1 to the size of the dimension
    @Override
    void check(int n, NDArray x) {
        if (k < 1 || k > n) {
            throw new IllegalArgumentException(
                    message("k is " + k + "; an array " + x.shape() + " has " + n + " elements in the dimension"));
        }
    }

    @Override
    int choose(float[] x, int at, int n, long[] keys) {
        return OrderStatistic.index(x, at, n, k - 1, keys);
    }
}
