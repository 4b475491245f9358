package lanewise.nn;

import lanewise.autograd.Tensor;

/// Joins the dimensions from one to another, both included, into one. Without arguments all but the first, so that
/// `[b, c, h, w]` becomes `[b, c·h·w]`.
public final class Flatten extends Layer {
    private final int startDim;
    private final int endDim;

    /// Joins all dimensions but the first.
    public Flatten() {
        this(1, -1);
    }

    /// Joins the dimensions from `startDim` to `endDim`; negative numbers count from the end.
    public Flatten(int startDim, int endDim) {
        this.startDim = startDim;
        this.endDim = endDim;
    }

    @Override
    public Tensor forward(Tensor input) {
        return input.flatten(startDim, endDim);
    }

    @Override
    protected String extraRepr() {
        return "start_dim=" + startDim + ", end_dim=" + endDim;
    }
}
