package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.Layout;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// The dimensions over which an array is reduced, brought into the last place: `[rows, n]`, one row for each
/// element of the result. For what has loops over rows alone; [ReducedAxes] has columns too.
final class ReducedRows {
    final int rows;
    final int n;

    /// The shape of the result: without the reduced dimensions, or with size 1 in their place.
    final Shape result;

    /// The shape of the result with size 1 in place of the reduced dimensions.
    final Shape kept;

    private final int[] order;

    /// The reduction of a shape over `dimensions`, all of them if none is named.
    ///
    /// @throws IllegalArgumentException if a dimension is named twice
    ReducedRows(String operation, Shape shape, int[] dimensions, boolean keepDim) {
        boolean[] reduced = ReducedAxes.reduced(operation, shape, dimensions);
        int product = 1;
        for (int d = 0; d < reduced.length; d++) {
            product *= reduced[d] ? shape.dim(d) : 1;
        }
        this.n = product;
        this.kept = ReducedAxes.resultShape(shape, reduced, true);
        this.result = keepDim ? kept : ReducedAxes.resultShape(shape, reduced, false);
        this.rows = kept.elements();
        this.order = ReducedAxes.reducedLast(reduced);
    }

    /// The layout with the reduced dimensions behind the others.
    private Layout rows(Layout layout) {
        return layout.permute(order);
    }

    /// The elements as rows, one after another; a copy where they do not lie so.
    NDArray of(NDArray x) {
        return x.view(rows(x.layout())).contiguous();
    }

    /// The elements as rows, one after another; a copy where they do not lie so.
    BoolArray of(BoolArray x) {
        return x.view(rows(x.layout())).contiguous();
    }

    /// The elements as rows, one after another; a copy where they do not lie so.
    LongArray of(LongArray x) {
        return x.view(rows(x.layout())).contiguous();
    }

    /// New memory for as many rows as an array of this shape has.
    NDArray like(Shape shape) {
        return NDArray.empty(rows(Layout.rowMajor(shape)).shape());
    }

    /// A view of rows with the dimensions where they were.
    NDArray back(NDArray rows) {
        return rows.view(rows.layout().permute(inverse()));
    }

    /// A view of rows with the dimensions where they were.
    LongArray back(LongArray rows) {
        return rows.view(rows.layout().permute(inverse()));
    }

    private int[] inverse() {
        int[] back = new int[order.length];
        for (int i = 0; i < back.length; i++) {
            back[order[i]] = i;
        }
        return back;
    }
}
