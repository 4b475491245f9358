package lanewise.engine.op;

import lanewise.engine.Layout;

/// A run of indices of a dimension: `y[..., i, ...] = x[..., start + i, ...]`. A view.
public final class Narrow extends ViewOperation {
    private final int dimension;
    private final int start;
    private final int length;

    /// The `length` indices of `dimension` from `start` on; a negative dimension or start counts from the end.
    public Narrow(int dimension, int start, int length) {
        this.dimension = dimension;
        this.start = start;
        this.length = length;
    }

    @Override
    public String name() {
        return "narrow";
    }

    @Override
    protected Layout view(Layout input) {
        return input.narrow(dimension, start, length);
    }

    /// Parts of one array, as those of a split, are each written once into its gradient.
    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            int axis = dx.shape().axis(dimension);
            int from = start < 0 ? start + dx.shape().dim(axis) : start;
            dx.contributePart(axis, from, pass.outputGradient());
        }
    }
}
