package lanewise.engine.op;

import lanewise.engine.Layout;

/// One index of a dimension, which is dropped: `y[...] = x[..., index, ...]`. A view.
public final class Select extends ViewOperation {
    private final int dimension;
    private final int index;

    /// The index `index` of `dimension`; both may be negative and then count from the end.
    public Select(int dimension, int index) {
        this.dimension = dimension;
        this.index = index;
    }

    @Override
    public String name() {
        return "select";
    }

    @Override
    protected Layout view(Layout input) {
        return input.select(dimension, index);
    }
}
