package lanewise.engine.op;

import lanewise.engine.Shape;

/// The elements along a dimension in their order; see [OrderedElements]. Equal ones stay in theirs.
public final class Sort extends OrderedElements {
    /// Along `dimension`, the smallest first, or the largest if `descending`.
    public Sort(int dimension, boolean descending) {
        super(dimension, descending);
    }

    @Override
    public String name() {
        return "sort";
    }

    @Override
    int count(Shape shape, int n) {
        return n;
    }
}
