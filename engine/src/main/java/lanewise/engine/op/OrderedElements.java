package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.kernel.RowSort;
import org.jspecify.annotations.Nullable;

/// What [Sort] and [Topk] have in common: the first elements of the order along a dimension, and their places in
/// it. Equal elements stay in their order; NaN counts as the largest. A single number counts as having one
/// dimension.
///
///     dx[i, index[i, j]] = dy[i, j],  0 elsewhere
///
/// An instance serves one forward pass, whose indices it holds.
public abstract class OrderedElements extends Operation {
    /// From how many times fewer elements than the row has on they are kept one by one, not sorted.
    private static final int FEW = 16;

    private final int dimension;
    private final boolean descending;
    private @Nullable LongArray indices;

    OrderedElements(int dimension, boolean descending) {
        this.dimension = dimension;
        this.descending = descending;
    }

    /// How many elements of a row of `n` are wanted, from 0 to `n`.
    abstract int count(Shape shape, int n);

    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs).contiguous();
        Shape shape = Positions.atLeastOne(x.shape());
        int axis = shape.axis(dimension);
        int n = shape.dim(axis);
        int k = count(x.shape(), n);
        Shape result = x.shape().rank() == 0 && k == 1 ? x.shape() : shape.with(axis, k);
        NDArray y = NDArray.empty(result);
        LongArray places = LongArray.empty(result);
        int inner = IndexSelect.inner(shape, axis);
        long[] keys = new long[n];
        for (int row = 0; k > 0 && row < y.elements() / k; row++) {
            int from = x.offset() + row / inner * n * inner + row % inner;
            int to = row / inner * k * inner + row % inner;
            if (k <= n / FEW) {
                RowSort.first(x.data(), from, inner, n, k, descending, keys);
            } else {
                RowSort.sort(x.data(), from, inner, n, descending, keys);
            }
            for (int j = 0; j < k; j++) {
                int place = RowSort.place(keys[j]);
                places.data()[to + j * inner] = place;
                y.data()[to + j * inner] = x.data()[from + place * inner];
            }
        }
        indices = places;
        return y;
    }

    /// The places of the result's elements in their dimension, of its shape; after [#forward].
    public final LongArray indices() {
        if (indices == null) {
            throw new IllegalStateException(message("the indices exist after forward"));
        }
        return indices;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum sum = pass.gradient(0);
        if (sum != null) {
            Gather.addTo(name(), sum, dimension, indices(), pass.outputGradient());
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    public final void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Gather gather = new Gather(dimension, indices());
            recorder.contribute(0, Adjoint.of(gather, recorder.shape(0), recorder.outputGradient()));
        }
    }
}
