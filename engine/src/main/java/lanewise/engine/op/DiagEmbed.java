package lanewise.engine.op;

import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Matrices of zeros whose diagonals are the last dimension: `y[..., i, i + offset] = x[..., i]`, where the two
/// dimensions of the matrices may stand anywhere in the result.
///
///     dx[..., i] = dy[..., i, i + offset]
public final class DiagEmbed extends Placement {
    private final int offset;
    private final int first;
    private final int second;

    /// With the matrices in the dimensions `first` and `second` of the result.
    ///
    /// @param offset 0 for the main diagonal, above 0 for those to its right
    public DiagEmbed(int offset, int first, int second) {
        super(0f);
        this.offset = offset;
        this.first = first;
        this.second = second;
    }

    @Override
    public String name() {
        return "diagEmbed";
    }

    @Override
    Shape result(Shape input) {
        if (input.rank() == 0) {
            throw new ShapeMismatchException(message("a single number has no dimension for a diagonal"));
        }
        int n = Math.addExact(input.dim(-1), Math.abs(offset));
        int[] sizes = new int[input.rank() + 1];
        Shape pattern = Shape.of(sizes);
        int a = pattern.axis(first);
        int b = pattern.axis(second);
        if (a == b) {
            throw new IllegalArgumentException(
                    message("dimensions " + first + " and " + second + " of the result are the same"));
        }
        int next = 0;
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = d == a || d == b ? n : input.dim(next++);
        }
        return Shape.of(sizes);
    }

    @Override
    Layout place(Layout result, Shape input) {
        return new Diagonal(offset, first, second).view(result);
    }
}
