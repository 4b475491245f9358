package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The dimensions over which an array is reduced, brought into the form that the kernels take: a contiguous `x
/// [outer, n, inner]` that is reduced over `n` to `y [outer, inner]`. Where the dimensions do not lie side by side,
/// `x` is a copy with them in the last place.
final class ReducedAxes {
    private static final int MOST_DIMENSIONS = 64;

    /// The input's shape.
    final Shape input;

    /// The elements, contiguous, as `[outer, n, inner]`.
    final NDArray x;

    final int outer;
    final int n;
    final int inner;

    /// The shape of the result: without the reduced dimensions, or with size 1 in their place.
    final Shape result;

    /// The shape of the result with size 1 in place of the reduced dimensions.
    final Shape kept;

    /// The order in which the input's dimensions were permuted, or null where they were not.
    private final int @Nullable [] order;

    private ReducedAxes(NDArray x, boolean[] reduced, boolean keepDim) {
        Shape shape = x.shape();
        this.input = shape;
        int first = 0;
        int last = shape.rank() - 1;
        while (first <= last && (!reduced[first] || shape.dim(first) == 1)) {
            first++;
        }
        while (last > first && (!reduced[last] || shape.dim(last) == 1)) {
            last--;
        }
        boolean sideBySide = true;
        int kept = 1;
        int summed = 1;
        for (int d = 0; d < shape.rank(); d++) {
            if (reduced[d]) {
                summed *= shape.dim(d);
            } else {
                kept *= shape.dim(d);
                sideBySide &= d < first || d > last || shape.dim(d) == 1;
            }
        }
        this.n = summed;
        this.outer = sideBySide ? product(shape, reduced, 0, first) : kept;
        this.inner = sideBySide ? product(shape, reduced, last + 1, shape.rank()) : 1;
        this.order = sideBySide ? null : reducedLast(reduced);
        this.x = (order == null ? x : x.view(x.layout().permute(order))).contiguous();
        this.kept = resultShape(shape, reduced, true);
        this.result = keepDim ? this.kept : resultShape(shape, reduced, false);
    }

    /// The reduction of `x` over `dimensions`, all of them if none is named.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    static ReducedAxes of(String operation, NDArray x, int[] dimensions, boolean keepDim) {
        boolean[] reduced = reduced(operation, x.shape(), dimensions);
        return new ReducedAxes(x, reduced, keepDim);
    }

    /// Which of a shape's dimensions are among `dimensions`, all of them if none is named.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    static boolean[] reduced(String operation, Shape shape, int... dimensions) {
        int rank = shape.rank();
        if (rank > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(operation + ": an array of " + rank
                    + " dimensions cannot be reduced; at most " + MOST_DIMENSIONS + " are possible, as in PyTorch");
        }
        boolean[] reduced = new boolean[rank];
        if (dimensions.length == 0) {
            Arrays.fill(reduced, true);
        }
        for (int dimension : dimensions) {
            if (rank == 0 && (dimension == 0 || dimension == -1)) {
                continue; // as in PyTorch, a single number counts as having one dimension
            }
            int axis = shape.axis(dimension);
            if (reduced[axis]) {
                throw new IllegalArgumentException(operation + ": " + Arrays.toString(dimensions) + " names dimension "
                        + axis + " of " + shape + " twice");
            }
            reduced[axis] = true;
        }
        return reduced;
    }

    /// The reduction of `x` to `target`, which broadcasts to its shape; the result's shape is `target`.
    static ReducedAxes to(NDArray x, Shape target) {
        Shape shape = x.shape();
        int extra = shape.rank() - target.rank();
        boolean[] reduced = new boolean[shape.rank()];
        for (int d = 0; d < reduced.length; d++) {
            reduced[d] = d < extra || target.dim(d - extra) != shape.dim(d);
        }
        return new ReducedAxes(x, reduced, true);
    }

    /// A view of `permuted`, an array of the shape of [#x], with the dimensions where they were in the input.
    NDArray inOriginalOrder(NDArray permuted) {
        if (order == null) {
            return permuted;
        }
        int[] back = new int[order.length];
        for (int i = 0; i < back.length; i++) {
            back[order[i]] = i;
        }
        return permuted.view(permuted.layout().permute(back));
    }

    private static int product(Shape shape, boolean[] reduced, int from, int to) {
        int product = 1;
        for (int d = from; d < to; d++) {
            product *= reduced[d] ? 1 : shape.dim(d);
        }
        return product;
    }

    /// The dimensions with those that are reduced behind the others.
    static int[] reducedLast(boolean[] reduced) {
        int[] order = new int[reduced.length];
        int at = 0;
        for (int d = 0; d < order.length; d++) {
            if (!reduced[d]) {
                order[at++] = d;
            }
        }
        for (int d = 0; d < order.length; d++) {
            if (reduced[d]) {
                order[at++] = d;
            }
        }
        return order;
    }

    /// The shape without the reduced dimensions, or with size 1 in their place.
    static Shape resultShape(Shape shape, boolean[] reduced, boolean keepDim) {
        int[] sizes = new int[shape.rank()];
        int rank = 0;
        for (int d = 0; d < sizes.length; d++) {
            if (!reduced[d]) {
                sizes[rank++] = shape.dim(d);
            } else if (keepDim) {
                sizes[rank++] = 1;
            }
        }
        return Shape.of(Arrays.copyOf(sizes, rank));
    }
}
