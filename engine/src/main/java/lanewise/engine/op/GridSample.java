package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.kernel.GridSampling;

/// Images read at given places (Jaderberg et al. 2015, "Spatial Transformer Networks", arXiv:1506.02025): inputs
/// `x [n, c, h, w]` and `grid [n, k, l, 2]` of places `(column, row)`, or `x [n, c, d, h, w]` and `grid
/// [n, i, k, l, 3]`; result `[n, c, k, l]` or `[n, c, i, k, l]`. PyTorch's `grid_sample`.
///
///     y[c, p] = Σ over q of w(grid[p] − q)·x[c, q],  dx[c, q] += w·dy[c, p],  dgrid[p] = Σ dy[c, p]·w′·x[c, q]
///
/// Coordinates are −1 at the one end of a dimension and 1 at the other.
public final class GridSample extends Operation {
    /// How the values between the elements are found.
    public enum Mode {
        /// By straight lines.
        BILINEAR(2),
        /// The nearest element; of two equally near ones the one with even index.
        NEAREST(1),
        /// By cubic convolution, of images alone.
        BICUBIC(4);

        private final int taps;

        Mode(int taps) {
            this.taps = taps;
        }
    }

    /// What lies outside of the image.
    public enum Outside {
        /// Zeros.
        ZEROS,
        /// Its first and last elements.
        BORDER,
        /// The image mirrored.
        REFLECTION
    }

    private final Mode mode;
    private final GridSampling.Rule rule;

    /// @param alignCorners whether −1 and 1 are the centres of the first and last elements, or their outer edges
    public GridSample(Mode mode, Outside outside, boolean alignCorners) {
        this.mode = mode;
        this.rule = new GridSampling.Rule(
                mode.taps, outside == Outside.BORDER, outside == Outside.REFLECTION, alignCorners);
    }

    @Override
    public String name() {
        return "gridSample";
    }

    /// @throws ShapeMismatchException if the shapes do not fit
    @Override
    public NDArray forward(NDArray... inputs) {
        if (inputs.length != 2) {
            throw new IllegalArgumentException(message("x and grid expected, not " + inputs.length + " inputs"));
        }
        Shape x = inputs[0].shape();
        Shape grid = inputs[1].shape();
        int dimensions = x.rank() - 2;
        if (dimensions != 2 && dimensions != 3
                || grid.rank() != x.rank()
                || grid.dim(0) != x.dim(0)
                || grid.dim(-1) != dimensions) {
            throw new ShapeMismatchException(message("x " + x + " and grid " + grid
                    + " must be [n, c, h, w] and [n, k, l, 2], or [n, c, d, h, w] and [n, i, k, l, 3]"));
        }
        for (int d = 2; d < x.rank(); d++) {
            if (x.dim(d) == 0) {
                throw new ShapeMismatchException(message("x is " + x + "; its images must not be empty"));
            }
        }
        if (mode == Mode.BICUBIC && dimensions != 2) {
            throw new IllegalArgumentException(message("mode BICUBIC is for images of two dimensions, not " + x));
        }
        int[] sizes = x.toArray();
        for (int d = 2; d < sizes.length; d++) {
            sizes[d] = grid.dim(d - 1);
        }
        NDArray y = NDArray.empty(Shape.of(sizes));
        NDArray from = inputs[0].contiguous();
        NDArray places = inputs[1].contiguous();
        GridSampling.run(
                rule,
                x.dim(0),
                x.dim(1),
                PoolOperation.three(Arrays.copyOfRange(x.toArray(), 2, x.rank()), 1),
                outputs(grid),
                dimensions,
                from.data(),
                from.offset(),
                places.data(),
                places.offset(),
                y.data(),
                0);
        return y;
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        GradientSum dGrid = pass.gradient(1);
        // one after the other, since both may be the same
        if (dx != null) {
            back(pass, dx, null);
        }
        if (dGrid != null) {
            back(pass, null, dGrid);
        }
    }

    private void back(
            BackwardPass pass,
            @org.jspecify.annotations.Nullable GradientSum dx,
            @org.jspecify.annotations.Nullable GradientSum dGrid) {
        NDArray from = pass.input(0).contiguous();
        NDArray places = pass.input(1).contiguous();
        NDArray dy = pass.outputGradient();
        Shape x = from.shape();
        NDArray toX = dx == null ? null : dx.contributeToZeroed();
        NDArray toGrid = dGrid == null ? null : dGrid.contributeToZeroed();
        GridSampling.back(
                rule,
                x.dim(0),
                x.dim(1),
                PoolOperation.three(Arrays.copyOfRange(x.toArray(), 2, x.rank()), 1),
                outputs(places.shape()),
                x.rank() - 2,
                from.data(),
                from.offset(),
                places.data(),
                places.offset(),
                dy.data(),
                dy.offset(),
                toX == null ? null : toX.data(),
                toX == null ? 0 : toX.offset(),
                toGrid == null ? null : toGrid.data(),
                toGrid == null ? 0 : toGrid.offset());
    }

    private static int outputs(Shape grid) {
        int outputs = 1;
        for (int d = 1; d < grid.rank() - 1; d++) {
            outputs *= grid.dim(d);
        }
        return outputs;
    }
}
