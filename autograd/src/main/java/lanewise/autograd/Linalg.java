package lanewise.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Cholesky;
import lanewise.engine.op.Det;
import lanewise.engine.op.Inverse;
import lanewise.engine.op.LogAbsDet;
import lanewise.engine.op.SingularValues;
import lanewise.engine.op.Solve;

/// Linear algebra: PyTorch's `torch.linalg`. All is differentiable. A batch of matrices has them in its last two
/// dimensions.
public final class Linalg {
    private static final String FROBENIUS = "fro";
    private static final String NUCLEAR = "nuc";

    private Linalg() {}

    /// The norm of order `ord` over these dimensions, all if none is named; they stay with size 1 if `keepDim`. See
    /// [Tensor#norm(double, boolean, int...)].
    public static Tensor vectorNorm(Tensor x, double ord, boolean keepDim, int... dims) {
        return x.norm(ord, keepDim, dims);
    }

    /// The norm of each matrix of two dimensions: for 1 the greatest sum of magnitudes of a column, for ∞ of a row,
    /// for 2 the greatest singular value; for −1, −∞ and −2 the smallest.
    ///
    /// @throws IllegalArgumentException if the order is another, or the dimensions are the same
    public static Tensor matrixNorm(Tensor a, double ord, boolean keepDim, int rows, int columns) {
        checkMatrices(a, rows, columns);
        double magnitude = Math.abs(ord);
        boolean largest = ord > 0;
        if (magnitude == 1 || magnitude == Double.POSITIVE_INFINITY) {
            int summed = magnitude == 1 ? rows : columns;
            int chosen = magnitude == 1 ? columns : rows;
            Tensor sums = a.norm(1, true, summed);
            return dropped(largest ? sums.amax(true, chosen) : sums.amin(true, chosen), keepDim, rows, columns);
        }
        if (magnitude == 2) {
            Tensor values = singularValues(a, rows, columns);
            return placed(largest ? values.amax(-1) : values.amin(-1), a, keepDim, rows, columns);
        }
        throw new IllegalArgumentException(
                "matrixNorm: the order is " + ord + "; it must be 1, 2, ∞, or the negative of one of these");
    }

    /// The norm of each matrix of two dimensions: for `"fro"` the square root of the sum of squares, for `"nuc"`
    /// the sum of the singular values.
    ///
    /// @throws IllegalArgumentException if the order is another, or the dimensions are the same
    public static Tensor matrixNorm(Tensor a, String ord, boolean keepDim, int rows, int columns) {
        checkMatrices(a, rows, columns);
        return switch (ord) {
            case FROBENIUS -> a.norm(2, keepDim, rows, columns);
            case NUCLEAR -> placed(singularValues(a, rows, columns).sum(-1), a, keepDim, rows, columns);
            default ->
                throw new IllegalArgumentException("matrixNorm: the order is " + ord + "; it must be fro or nuc");
        };
    }

    /// The Euclidean norm of all elements, or over these dimensions, which stay with size 1 if `keepDim`.
    public static Tensor norm(Tensor x, boolean keepDim, int... dims) {
        return x.norm(2, keepDim, dims);
    }

    /// The norm of order `ord` over one dimension, or of matrices over two; without dimensions of a vector or a
    /// matrix.
    ///
    /// @throws IllegalArgumentException if there are more dimensions, or no such norm
    public static Tensor norm(Tensor x, double ord, boolean keepDim, int... dims) {
        int count = dims.length == 0 ? x.rank() : dims.length;
        if (count == 1) {
            return x.norm(ord, keepDim, dims);
        }
        checkCount(x, count);
        return matrixNorm(x, ord, keepDim, dims.length == 0 ? 0 : dims[0], dims.length == 0 ? 1 : dims[1]);
    }

    /// The norm `"fro"` or `"nuc"` of matrices over two dimensions; without dimensions of a matrix.
    ///
    /// @throws IllegalArgumentException if there are not two dimensions, or no such norm
    public static Tensor norm(Tensor x, String ord, boolean keepDim, int... dims) {
        checkCount(x, dims.length == 0 ? x.rank() : dims.length);
        return matrixNorm(x, ord, keepDim, dims.length == 0 ? 0 : dims[0], dims.length == 0 ? 1 : dims[1]);
    }

    /// The singular values of each matrix `[..., m, n]`, by falling size, as `[..., min(m, n)]`.
    ///
    /// @throws ShapeMismatchException if there are fewer than two dimensions
    public static Tensor svdvals(Tensor a) {
        return Tensor.apply(new SingularValues(), a);
    }

    /// The sums of products of two batches of vectors along a dimension; the others broadcast.
    public static Tensor vecdot(Tensor x, Tensor y, int dim) {
        Shape shape = Shape.broadcast("vecdot", x.shape(), y.shape());
        if (x.rank() == 0 || y.rank() == 0 || x.dim(dim) != y.dim(dim)) {
            throw new ShapeMismatchException(
                    "vecdot: " + x.shape() + " and " + y.shape() + " must have the same size in dimension " + dim);
        }
        return x.mul(y).sum(shape.axis(dim));
    }

    /// The vector product along a dimension, of size 3; the others broadcast.
    ///
    /// @throws ShapeMismatchException if the dimension has another size, or the shapes do not broadcast
    public static Tensor cross(Tensor x, Tensor y, int dim) {
        return x.cross(y, dim);
    }

    /// The product of matrices, in the order that takes the fewest multiplications. The first may be a row `[n]`,
    /// the last a column.
    ///
    /// @throws IllegalArgumentException if there are fewer than two
    /// @throws ShapeMismatchException if one is no matrix, or inner dimensions differ
    public static Tensor multiDot(List<Tensor> tensors) {
        return MatrixChain.product(tensors);
    }

    /// The inverse of each matrix `[..., n, n]`.
    ///
    /// @throws ShapeMismatchException if the matrices are not square
    /// @throws ArithmeticException if one has no inverse
    public static Tensor inv(Tensor a) {
        return Tensor.apply(Inverse.INVERSE, a);
    }

    /// The determinant of each matrix `[..., n, n]`, as `[...]`.
    ///
    /// @throws ShapeMismatchException if the matrices are not square
    public static Tensor det(Tensor a) {
        return Tensor.apply(Det.DET, a);
    }

    /// The sign of the determinant of each matrix `[..., n, n]`, and the logarithm of its magnitude, as `[...]`.
    ///
    /// @throws ShapeMismatchException if the matrices are not square
    public static SignAndLogarithm slogdet(Tensor a) {
        LogAbsDet operation = new LogAbsDet();
        Tensor logarithm = Tensor.apply(operation, a);
        return new SignAndLogarithm(Tensor.of(operation.signs()), logarithm);
    }

    /// Cholesky's decomposition `a = y·yᵀ` of each symmetric positive definite matrix `[..., n, n]`, of which only
    /// the lower triangle is read.
    ///
    /// @throws ShapeMismatchException if the matrices are not square
    /// @throws ArithmeticException if one is not positive definite
    public static Tensor cholesky(Tensor a) {
        return Tensor.apply(Cholesky.CHOLESKY, a);
    }

    /// As [#cholesky(Tensor)]; if `upper`, `a = yᵀ·y`, of which only the upper triangle is read.
    public static Tensor cholesky(Tensor a, boolean upper) {
        return upper ? cholesky(a.transpose(-2, -1)).transpose(-2, -1) : cholesky(a);
    }

    /// The solution `x` of `a·x = b` for matrices `a [..., n, n]`. `b` is a batch of matrices `[..., n, m]`, whose
    /// leading dimensions broadcast, or one of vectors: `[n]`, or of `a`'s shape without its last dimension.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws ArithmeticException if a matrix has no inverse
    public static Tensor solve(Tensor a, Tensor b) {
        boolean vectors = b.rank() == 1
                || a.rank() - 1 == b.rank() && a.shape().without(-1).equals(b.shape());
        if (vectors) {
            return solve(a, b.unsqueeze(-1)).squeeze(-1);
        }
        if (a.rank() < 2 || b.rank() < 2) {
            throw new ShapeMismatchException(
                    "solve: a " + a.shape() + " and b " + b.shape() + " must both have at least 2 dimensions");
        }
        Shape batch = Shape.broadcast("solve", batch(a), batch(b));
        return Tensor.apply(Solve.SOLVE, expanded(a, batch), expanded(b, batch));
    }

    /// As [#solve(Tensor, Tensor)]; unless `left`, the solution of `x·a = b`.
    public static Tensor solve(Tensor a, Tensor b, boolean left) {
        return left
                ? solve(a, b)
                : solve(a.transpose(-2, -1), b.transpose(-2, -1)).transpose(-2, -1);
    }

    /// The `n`-th power of each matrix `[..., k, k]`: of its inverse if `n` is negative.
    ///
    /// @throws ShapeMismatchException if the matrices are not square
    /// @throws ArithmeticException if `n` is negative and one has no inverse
    public static Tensor matrixPower(Tensor a, int n) {
        if (a.rank() < 2 || a.dim(-1) != a.dim(-2)) {
            throw new ShapeMismatchException(
                    "matrixPower: a tensor " + a.shape() + " must have square matrices in its last two dimensions");
        }
        if (n == 0) {
            return a.mul(0).where(BoolTensor.zeros(a.shape().toArray()), Tensor.eye(a.dim(-1)));
        }
        Tensor power = n < 0 ? inv(a) : a;
        Tensor result = null;
        for (int rest = Math.abs(n); rest > 0; rest >>= 1) {
            if ((rest & 1) != 0) {
                result = result == null ? power : result.matmul(power);
            }
            power = rest > 1 ? power.matmul(power) : power;
        }
        return Objects.requireNonNull(result);
    }

    static Tensor distances(Tensor x, Tensor y, double p) {
        if (x.rank() < 2 || y.rank() < 2 || x.dim(-1) != y.dim(-1)) {
            throw new ShapeMismatchException("cdist: " + x.shape() + " and " + y.shape()
                    + " must both have at least 2 dimensions, and the same last size");
        }
        if (p < 0) {
            throw new IllegalArgumentException("cdist: p is " + p + "; it must be 0 or above");
        }
        Tensor differences = x.unsqueeze(-2).sub(y.unsqueeze(-3));
        if (x.dim(-1) == 0) { // of nothing even the largest difference is 0
            return differences.sum(-1);
        }
        return differences.norm(p, false, -1);
    }

    private static Shape batch(Tensor a) {
        return Shape.of(Arrays.copyOf(a.shape().toArray(), a.rank() - 2));
    }

    private static Tensor expanded(Tensor a, Shape batch) {
        int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        sizes[batch.rank()] = a.dim(-2);
        sizes[batch.rank() + 1] = a.dim(-1);
        return a.shape().equals(Shape.of(sizes)) ? a : a.expand(sizes);
    }

    private static Tensor singularValues(Tensor a, int rows, int columns) {
        return svdvals(a.permute(matricesLast(a, rows, columns)));
    }

    private static int[] matricesLast(Tensor a, int rows, int columns) {
        int first = a.shape().axis(rows);
        int second = a.shape().axis(columns);
        int[] order = new int[a.rank()];
        int at = 0;
        for (int d = 0; d < order.length; d++) {
            if (d != first && d != second) {
                order[at++] = d;
            }
        }
        order[at++] = first;
        order[at] = second;
        return order;
    }

    /// One number a matrix, with size 1 in place of the matrices' dimensions if `keepDim`.
    private static Tensor placed(Tensor numbers, Tensor a, boolean keepDim, int rows, int columns) {
        if (!keepDim) {
            return numbers;
        }
        int first = a.shape().axis(rows);
        int second = a.shape().axis(columns);
        return numbers.unsqueeze(Math.min(first, second)).unsqueeze(Math.max(first, second));
    }

    private static Tensor dropped(Tensor numbers, boolean keepDim, int rows, int columns) {
        return keepDim ? numbers : numbers.squeeze(rows, columns);
    }

    private static void checkMatrices(Tensor a, int rows, int columns) {
        if (a.rank() < 2) {
            throw new ShapeMismatchException("matrixNorm: a tensor " + a.shape() + " must have at least 2 dimensions");
        }
        if (a.shape().axis(rows) == a.shape().axis(columns)) {
            throw new IllegalArgumentException(
                    "matrixNorm: " + rows + " and " + columns + " are the same dimension of " + a.shape());
        }
    }

    private static void checkCount(Tensor x, int count) {
        if (count != 2) {
            throw new IllegalArgumentException("norm: a norm of " + count + " dimensions of " + x.shape()
                    + " has no order; there are those of 1" + " (vectors) and 2 (matrices)");
        }
    }
}
