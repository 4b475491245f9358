package lanewise.engine.op;

import lanewise.engine.Shape;

/// The `k` largest or smallest elements along a dimension, in their order; see [OrderedElements].
public final class Topk extends OrderedElements {
    private final int k;

    /// Along `dimension`, the largest, or the smallest if not `largest`.
    public Topk(int k, int dimension, boolean largest) {
        super(dimension, largest);
        this.k = k;
    }

    @Override
    public String name() {
        return "topk";
    }

    /// @throws IllegalArgumentException if there are not as many elements
    @Override
    int count(Shape shape, int n) {
        if (k < 0 || k > n) {
            throw new IllegalArgumentException(message("k is " + k + "; the dimension of the array " + shape + " has "
                    + n + ", so it must be from 0 to " + n));
        }
        return k;
    }
}
