package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// What [Tril] and [Triu] have in common: each matrix of the last two dimensions with zeros on one side of a
/// diagonal. The gradient is that part of the output's.
public abstract class TriangularPart extends Operation {
    private final int diagonal;

    /// @param diagonal 0 for the main one, above 0 for those to its right
    TriangularPart(int diagonal) {
        this.diagonal = diagonal;
    }

    /// The first column kept in a row whose diagonal element stands in column `at`.
    abstract int from(int at);

    /// The column behind the last one kept, of `columns`.
    abstract int to(int at, int columns);

    /// @throws ShapeMismatchException if there are fewer than two dimensions
    @Override
    public final NDArray forward(NDArray... inputs) {
        NDArray x = only(inputs);
        checked(x.shape());
        return part(x.contiguous());
    }

    /// The row-major positions of what becomes 0.
    final int[] outside(Shape shape) {
        int rows = checked(shape).dim(-2);
        int columns = shape.dim(-1);
        int[] positions = new int[shape.elements()];
        int count = 0;
        for (int start = 0; start < positions.length; start += columns) {
            int column = Math.clamp((long) (start / columns % rows) + diagonal, -1, columns);
            for (int i = 0; i < columns; i++) {
                if (i < from(column) || i >= to(column, columns)) {
                    positions[count++] = start + i;
                }
            }
        }
        return Arrays.copyOf(positions, count);
    }

    private Shape checked(Shape shape) {
        if (shape.rank() < 2) {
            throw new ShapeMismatchException(
                    message("an array " + shape + " is no matrix; at least two dimensions are needed"));
        }
        return shape;
    }

    private NDArray part(NDArray x) {
        Shape shape = x.shape();
        NDArray y = NDArray.empty(shape);
        int rows = shape.dim(-2);
        int columns = shape.dim(-1);
        for (int start = 0; start < y.elements(); start += columns) {
            long at = (long) (start / columns % rows) + diagonal;
            int column = Math.clamp(at, -1, columns);
            int from = from(column);
            int to = to(column, columns);
            Arrays.fill(y.data(), start, start + from, 0f);
            System.arraycopy(x.data(), x.offset() + start + from, y.data(), start + from, to - from);
            Arrays.fill(y.data(), start + to, start + columns, 0f);
        }
        return y;
    }

    @Override
    public final void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, part(pass.outputGradient()));
        }
    }

    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean isLinearInEach() {
        return true;
    }
}
