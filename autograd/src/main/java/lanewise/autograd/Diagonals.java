package lanewise.autograd;

import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Diagonal;

/// Diagonals of a tensor of any type and what lies beside them. A diagonal is 0 for the main one, above 0 for those
/// to its right, below 0 for those to its left.
///
/// @param <T> the tensor
sealed interface Diagonals<T extends AnyTensor<T>> extends Rearranging<T> permits AnyTensor {
    /// The matrix whose diagonal a vector is, or the diagonal of a matrix as a copy.
    ///
    /// @throws ShapeMismatchException if it is neither
    default T diag(int diagonal) {
        return switch (self().rank()) {
            case 1 -> diagEmbed(diagonal, 0, 1);
            case 2 -> diagonal(diagonal, 0, 1).clone();
            default ->
                throw new ShapeMismatchException("diag: a tensor " + self().shape()
                        + " must have one or two dimensions; see diagonal, diagEmbed");
        };
    }

    /// As [#diag(int)], with the main diagonal.
    default T diag() {
        return diag(0);
    }

    /// A view of the diagonal of two dimensions, as the last dimension of the result in their place.
    ///
    /// @throws IllegalArgumentException if both dimensions are the same
    default T diagonal(int diagonal, int dim1, int dim2) {
        return viewed(new Diagonal(diagonal, dim1, dim2));
    }

    /// As [#diagonal(int, int, int)], the main one of the first two dimensions.
    default T diagonal() {
        return diagonal(0, 0, 1);
    }

    /// Matrices of zeros whose diagonals are the last dimension, in the dimensions `dim1` and `dim2` of the result.
    ///
    /// @throws IllegalArgumentException if both dimensions are the same
    T diagEmbed(int diagonal, int dim1, int dim2);

    /// As [#diagEmbed(int, int, int)], the main diagonal of the last two dimensions.
    default T diagEmbed() {
        return diagEmbed(0, -2, -1);
    }

    /// The matrix whose diagonal all elements are, row-major.
    default T diagflat(int diagonal) {
        return self().flatten().diagEmbed(diagonal, 0, 1);
    }

    /// As [#diagflat(int)], with the main diagonal.
    default T diagflat() {
        return diagflat(0);
    }

    /// Each matrix of the last two dimensions with zeros above a diagonal.
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    T tril(int diagonal);

    /// As [#tril(int)], with zeros above the main diagonal.
    default T tril() {
        return tril(0);
    }

    /// Each matrix of the last two dimensions with zeros below a diagonal.
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    T triu(int diagonal);

    /// As [#triu(int)], with zeros below the main diagonal.
    default T triu() {
        return triu(0);
    }

    @SuppressWarnings("unchecked") // by the definition of T
    private T self() {
        return (T) this;
    }
}
