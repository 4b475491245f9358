package lanewise.nn;

import java.util.StringJoiner;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Splits one dimension into several: the reverse of [Flatten].
public final class Unflatten extends Layer {
    private final int dim;
    private final int[] sizes;

    /// Splits dimension `dim`, counted from the end if negative, into dimensions of these sizes.
    ///
    /// @throws IllegalArgumentException if no sizes are given, or one is negative
    public Unflatten(int dim, int... sizes) {
        if (sizes.length == 0) {
            throw new IllegalArgumentException("Unflatten: at least one size is needed");
        }
        this.dim = dim;
        this.sizes = Shape.of(sizes).toArray();
    }

    @Override
    public Tensor forward(Tensor input) {
        Shape before = input.shape();
        int axis = before.axis(dim);
        Shape part = Shape.of(sizes);
        if (part.elements() != before.dim(axis)) {
            throw new ShapeMismatchException("Unflatten: dimension " + dim + " of " + before + " has size "
                    + before.dim(axis) + ", which is not the product of " + part + ", " + part.elements());
        }
        int[] after = new int[before.rank() - 1 + sizes.length];
        for (int d = 0; d < axis; d++) {
            after[d] = before.dim(d);
        }
        System.arraycopy(sizes, 0, after, axis, sizes.length);
        for (int d = axis + 1; d < before.rank(); d++) {
            after[d - 1 + sizes.length] = before.dim(d);
        }
        return input.reshape(after);
    }

    @Override
    protected String extraRepr() {
        StringJoiner text = new StringJoiner(", ", "(", sizes.length == 1 ? ",)" : ")");
        for (int size : sizes) {
            text.add(Integer.toString(size));
        }
        return "dim=" + dim + ", unflattened_size=" + text;
    }
}
