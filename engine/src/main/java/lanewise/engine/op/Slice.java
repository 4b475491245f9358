package lanewise.engine.op;

import lanewise.engine.Layout;

/// Evenly spaced indices of a dimension: `y[..., i, ...] = x[..., start + i·step, ...]`. A view.
public final class Slice extends ViewOperation {
    private final int dimension;
    private final int start;
    private final int end;
    private final int step;

    /// Every `step`-th index of `dimension` from `start` to before `end`, as in Python: negative bounds count from
    /// the end, bounds beyond the ends are cut.
    public Slice(int dimension, int start, int end, int step) {
        this.dimension = dimension;
        this.start = start;
        this.end = end;
        this.step = step;
    }

    @Override
    public String name() {
        return "slice";
    }

    @Override
    protected Layout view(Layout input) {
        return input.slice(dimension, start, end, step);
    }
}
