package lanewise.autograd;

import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.DiagEmbed;
import lanewise.engine.op.Diagonal;
import lanewise.engine.op.Tril;
import lanewise.engine.op.Triu;

/// Diagonals of a [Tensor] and what lies beside them. A diagonal is 0 for the main one, above 0 for those to its
/// right, below 0 for those to its left.
sealed interface Diagonals permits Tensor {
    /// The matrix whose diagonal a vector is, or the diagonal of a matrix as a copy.
    ///
    /// @throws ShapeMismatchException if it is neither
    default Tensor diag(int diagonal) {
        return switch (self().rank()) {
            case 1 -> diagEmbed(diagonal, 0, 1);
            case 2 -> diagonal(diagonal, 0, 1).clone();
            default ->
                throw new ShapeMismatchException("diag: a tensor " + self().shape()
                        + " must have one or two dimensions; see diagonal, diagEmbed");
        };
    }

    /// As [#diag(int)], with the main diagonal.
    default Tensor diag() {
        return diag(0);
    }

    /// A view of the diagonal of two dimensions, as the last dimension of the result in their place.
    ///
    /// @throws IllegalArgumentException if both dimensions are the same
    default Tensor diagonal(int diagonal, int dim1, int dim2) {
        return Tensor.applied(new Diagonal(diagonal, dim1, dim2), self());
    }

    /// As [#diagonal(int, int, int)], the main one of the first two dimensions.
    default Tensor diagonal() {
        return diagonal(0, 0, 1);
    }

    /// Matrices of zeros whose diagonals are the last dimension, in the dimensions `dim1` and `dim2` of the result.
    ///
    /// @throws IllegalArgumentException if both dimensions are the same
    default Tensor diagEmbed(int diagonal, int dim1, int dim2) {
        return Tensor.applied(new DiagEmbed(diagonal, dim1, dim2), self());
    }

    /// As [#diagEmbed(int, int, int)], the main diagonal of the last two dimensions.
    default Tensor diagEmbed() {
        return diagEmbed(0, -2, -1);
    }

    /// The matrix whose diagonal all elements are, row-major.
    default Tensor diagflat(int diagonal) {
        return self().flatten().diagEmbed(diagonal, 0, 1);
    }

    /// As [#diagflat(int)], with the main diagonal.
    default Tensor diagflat() {
        return diagflat(0);
    }

    /// Each matrix of the last two dimensions with zeros above a diagonal.
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    default Tensor tril(int diagonal) {
        return Tensor.applied(new Tril(diagonal), self());
    }

    /// As [#tril(int)], with zeros above the main diagonal.
    default Tensor tril() {
        return tril(0);
    }

    /// Each matrix of the last two dimensions with zeros below a diagonal.
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    default Tensor triu(int diagonal) {
        return Tensor.applied(new Triu(diagonal), self());
    }

    /// As [#triu(int)], with zeros below the main diagonal.
    default Tensor triu() {
        return triu(0);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
