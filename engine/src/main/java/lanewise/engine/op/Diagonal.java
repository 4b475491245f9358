package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.Shape;

/// The diagonal of two dimensions, as a new last one: `y[..., i] = x[..., i, i + offset]`, or `x[..., i - offset,
/// i]` for an offset below 0. A view.
public final class Diagonal extends ViewOperation {
    private final int offset;
    private final int first;
    private final int second;

    /// Of the dimensions `first` and `second`.
    ///
    /// @param offset 0 for the main diagonal, above 0 for those to its right
    public Diagonal(int offset, int first, int second) {
        this.offset = offset;
        this.first = first;
        this.second = second;
    }

    @Override
    public String name() {
        return "diagonal";
    }

    /// @throws IllegalArgumentException if both dimensions are the same
    @Override
    protected Layout view(Layout input) {
        Shape shape = input.shape();
        int a = shape.axis(first);
        int b = shape.axis(second);
        if (a == b) {
            throw new IllegalArgumentException(
                    message("dimensions " + first + " and " + second + " of " + shape + " are the same"));
        }
        int length = offset >= 0
                ? Math.clamp((long) shape.dim(b) - offset, 0, shape.dim(a))
                : Math.clamp((long) shape.dim(a) + offset, 0, shape.dim(b));
        int start = length == 0 ? 0 : offset >= 0 ? offset * input.stride(b) : -offset * input.stride(a);
        int stride = Math.addExact(input.stride(a), input.stride(b));
        int[] sizes = new int[shape.rank() - 1];
        int[] strides = new int[sizes.length];
        int next = 0;
        for (int d = 0; d < shape.rank(); d++) {
            if (d != a && d != b) {
                sizes[next] = shape.dim(d);
                strides[next++] = input.stride(d);
            }
        }
        sizes[next] = length;
        strides[next] = stride;
        return Layout.strided(Shape.of(sizes), strides, input.offset() + start);
    }
}
