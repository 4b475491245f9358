package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// A batch of square matrices `[..., n, n]`, row-major.
final class SquareMatrices {
    final NDArray a;
    final int n;
    final int count;

    /// @throws ShapeMismatchException if the last two sizes are not the same
    SquareMatrices(String operation, NDArray matrices) {
        Shape shape = matrices.shape();
        if (shape.rank() < 2 || shape.dim(-1) != shape.dim(-2)) {
            throw new ShapeMismatchException(
                    operation + ": an array " + shape + " must have square matrices in its last two dimensions");
        }
        this.a = matrices.contiguous();
        this.n = shape.dim(-1);
        this.count = batch().elements();
    }

    /// The sizes before the matrices.
    Shape batch() {
        return Shape.of(Arrays.copyOf(a.shape().toArray(), a.shape().rank() - 2));
    }

    /// Where in the data matrix `b` begins.
    int at(int b) {
        return a.offset() + b * n * n;
    }

    /// Matrices with their last two dimensions exchanged.
    static Variable transposed(Variable matrices) {
        int rank = matrices.shape().rank();
        int[] order = new int[rank];
        Arrays.setAll(order, d -> d);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return matrices.apply(new Permute(order));
    }
}
