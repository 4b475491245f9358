package lanewise.autograd;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.MatMul;
import lanewise.engine.op.ScaledSum;

/// The products of vectors and matrices of a [Tensor], and their generalisations.
sealed interface Products permits Tensor {
    /// The product of matrices as `torch.matmul` has it: `[m, k]·[k, n]`, of a matrix and a vector, of two vectors,
    /// or of batches of matrices, whose leading dimensions broadcast.
    default Tensor matmul(Tensor other) {
        return Tensor.applied(MatMul.MATMUL, self(), other);
    }

    /// The product of two matrices `[m, k]·[k, n]`.
    ///
    /// @throws ShapeMismatchException if one is not a matrix, or the inner dimensions differ
    default Tensor mm(Tensor other) {
        MatrixShapes.requireRanks("mm", 2, self(), 2, other);
        return matmul(other);
    }

    /// The product of a matrix and a vector `[m, k]·[k]`.
    ///
    /// @throws ShapeMismatchException if they are not, or the inner dimensions differ
    default Tensor mv(Tensor vector) {
        MatrixShapes.requireRanks("mv", 2, self(), 1, vector);
        return matmul(vector);
    }

    /// The sum of the products of two vectors `[n]`.
    ///
    /// @throws ShapeMismatchException if one is not a vector, or the lengths differ
    default Tensor dot(Tensor other) {
        MatrixShapes.requireRanks("dot", 1, self(), 1, other);
        return matmul(other);
    }

    /// The products of the matrices of two batches `[b, m, k]·[b, k, n]`.
    ///
    /// @throws ShapeMismatchException if one is not a batch of matrices, or the sizes do not fit
    default Tensor bmm(Tensor other) {
        MatrixShapes.requireRanks("bmm", 3, self(), 3, other);
        MatrixShapes.requireSameBatch("bmm", self(), other);
        return matmul(other);
    }

    /// `x + a·b` for matrices `[m, k]·[k, n]`, to whose product this tensor broadcasts.
    default Tensor addmm(Tensor a, Tensor b) {
        return addmm(a, b, 1, 1);
    }

    /// `beta·x + alpha·a·b` for matrices `[m, k]·[k, n]`, to whose product this tensor broadcasts. With a `beta` of
    /// 0 it does not matter what is in this tensor.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    default Tensor addmm(Tensor a, Tensor b, double beta, double alpha) {
        MatrixShapes.requireRanks("addmm", 2, a, 2, b);
        return plus("addmm", a.matmul(b), beta, alpha);
    }

    /// `x + a·v` for a matrix and a vector `[m, k]·[k]`, to whose product this tensor broadcasts.
    default Tensor addmv(Tensor a, Tensor v) {
        return addmv(a, v, 1, 1);
    }

    /// `beta·x + alpha·a·v` for a matrix and a vector `[m, k]·[k]`; see [#addmm(Tensor, Tensor, double, double)].
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    default Tensor addmv(Tensor a, Tensor v, double beta, double alpha) {
        MatrixShapes.requireRanks("addmv", 2, a, 1, v);
        return plus("addmv", a.matmul(v), beta, alpha);
    }

    /// `x + u·vᵀ` for vectors `[m]` and `[n]`, to whose outer product this tensor broadcasts.
    default Tensor addr(Tensor u, Tensor v) {
        return addr(u, v, 1, 1);
    }

    /// `beta·x + alpha·u·vᵀ` for vectors `[m]` and `[n]`; see [#addmm(Tensor, Tensor, double, double)].
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    default Tensor addr(Tensor u, Tensor v, double beta, double alpha) {
        MatrixShapes.requireRanks("addr", 1, u, 1, v);
        return plus("addr", u.outer(v), beta, alpha);
    }

    /// `x + Σ aᵢ·bᵢ` for batches `[b, m, k]·[b, k, n]`, to the sum of whose products this tensor broadcasts.
    default Tensor addbmm(Tensor a, Tensor b) {
        return addbmm(a, b, 1, 1);
    }

    /// `beta·x + alpha·Σ aᵢ·bᵢ` for batches `[b, m, k]·[b, k, n]`; see [#addmm(Tensor, Tensor, double, double)].
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    default Tensor addbmm(Tensor a, Tensor b, double beta, double alpha) {
        MatrixShapes.requireRanks("addbmm", 3, a, 3, b);
        MatrixShapes.requireSameBatch("addbmm", a, b);
        MatrixShapes.requireInner("addbmm", a, b);
        // the sum over the batch is part of the inner dimension
        Tensor rows = a.transpose(0, 1).reshape(a.dim(1), a.dim(0) * a.dim(2));
        Tensor columns = b.reshape(b.dim(0) * b.dim(1), b.dim(2));
        return plus("addbmm", rows.matmul(columns), beta, alpha);
    }

    /// `x + a·b` for batches `[b, m, k]·[b, k, n]`, to whose products this tensor broadcasts.
    default Tensor baddbmm(Tensor a, Tensor b) {
        return baddbmm(a, b, 1, 1);
    }

    /// `beta·x + alpha·a·b` for batches `[b, m, k]·[b, k, n]`; see [#addmm(Tensor, Tensor, double, double)].
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    default Tensor baddbmm(Tensor a, Tensor b, double beta, double alpha) {
        MatrixShapes.requireRanks("baddbmm", 3, a, 3, b);
        MatrixShapes.requireSameBatch("baddbmm", a, b);
        return plus("baddbmm", a.matmul(b), beta, alpha);
    }

    /// All products of an element of this vector `[m]` and one of the other `[n]`, as `[m, n]`.
    ///
    /// @throws ShapeMismatchException if one is not a vector
    default Tensor outer(Tensor other) {
        MatrixShapes.requireRanks("outer", 1, self(), 1, other);
        return self().unsqueeze(1).mul(other);
    }

    /// The sums of products over the last dimensions of both, `[..., k]·[---, k]` to `[..., ---]`; a single number
    /// multiplies.
    ///
    /// @throws ShapeMismatchException if the last sizes differ
    default Tensor inner(Tensor other) {
        if (self().rank() == 0 || other.rank() == 0) {
            return self().mul(other);
        }
        if (self().dim(-1) != other.dim(-1)) {
            throw new ShapeMismatchException("inner: " + self().shape() + " and " + other.shape()
                    + " disagree on the last dimension, " + self().dim(-1) + " != " + other.dim(-1));
        }
        return tensordot(other, new int[] {-1}, new int[] {-1});
    }

    /// The sums of products over the last `dims` dimensions of this and the first of the other.
    ///
    /// @throws ShapeMismatchException if there are not as many, or sizes differ
    default Tensor tensordot(Tensor other, int dims) {
        if (dims < 0 || dims > Math.min(self().rank(), other.rank())) {
            throw new ShapeMismatchException("tensordot: " + self().shape() + " and " + other.shape()
                    + " do not both have " + dims + " dimensions to sum over");
        }
        int[] last = new int[dims];
        int[] first = new int[dims];
        Arrays.setAll(last, i -> self().rank() - dims + i);
        Arrays.setAll(first, i -> i);
        return tensordot(other, last, first);
    }

    /// The sums of products over pairs of dimensions: dimension `own[i]` of this and `others[i]` of the other. The
    /// result has this tensor's other dimensions, then the other's.
    ///
    /// @throws ShapeMismatchException if a pair's sizes differ, and neither is 1
    /// @throws IllegalArgumentException if there are not as many of both, or one is named twice
    default Tensor tensordot(Tensor other, int[] own, int[] others) {
        return Einsum.tensordot(self(), other, own, others);
    }

    /// Kronecker's product: each element of this times all of the other, as blocks. The sizes multiply, after the
    /// shorter shape was filled with leading ones.
    default Tensor kron(Tensor other) {
        Shape a = self().shape();
        Shape b = other.shape();
        int rank = Math.max(a.rank(), b.rank());
        int[] left = new int[2 * rank];
        int[] right = new int[2 * rank];
        int[] result = new int[rank];
        Arrays.fill(left, 1);
        Arrays.fill(right, 1);
        for (int d = 0; d < rank; d++) {
            int own = d - rank + a.rank();
            int others = d - rank + b.rank();
            left[2 * d] = own < 0 ? 1 : a.dim(own);
            right[2 * d + 1] = others < 0 ? 1 : b.dim(others);
            result[d] = left[2 * d] * right[2 * d + 1];
        }
        return self().reshape(left).mul(other.reshape(right)).reshape(result);
    }

    /// The vector product along the first dimension of size 3.
    ///
    /// @throws ShapeMismatchException if there is none, or the shapes do not broadcast
    default Tensor cross(Tensor other) {
        int[] sizes = Shape.broadcast("cross", self().shape(), other.shape()).toArray();
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == 3) {
                return cross(other, d);
            }
        }
        throw new ShapeMismatchException("cross: " + self().shape() + " has no dimension of size 3");
    }

    /// The vector product along a dimension, of size 3; the others broadcast.
    ///
    /// @throws ShapeMismatchException if the dimension has another size, or the shapes do not broadcast
    default Tensor cross(Tensor other, int dim) {
        if (self().rank() != other.rank()) {
            throw new ShapeMismatchException(
                    "cross: " + self().shape() + " and " + other.shape() + " must have the same number of dimensions");
        }
        if (self().dim(dim) != 3 || other.dim(dim) != 3) {
            throw new ShapeMismatchException(
                    "cross: " + self().shape() + " and " + other.shape() + " must have size 3 in dimension " + dim);
        }
        LongTensor next = LongTensor.of(1, 2, 0);
        LongTensor last = LongTensor.of(2, 0, 1);
        return self().indexSelect(dim, next)
                .mul(other.indexSelect(dim, last))
                .sub(self().indexSelect(dim, last).mul(other.indexSelect(dim, next)));
    }

    /// `beta·x + alpha·product`, where this tensor broadcasts to the product.
    private Tensor plus(String operation, Tensor product, double beta, double alpha) {
        Tensor self = self();
        if (!self.shape().broadcastsTo(product.shape())) {
            throw new ShapeMismatchException(
                    operation + ": " + self.shape() + " does not broadcast to the product's shape " + product.shape());
        }
        if (beta == 0) { // NaN times 0 would be NaN
            Tensor scaled = alpha == 1 ? product : product.mul((float) alpha);
            return self.requiresGrad()
                    ? self.where(BoolTensor.zeros(product.shape().toArray()), scaled)
                    : scaled;
        }
        return beta == 1 && alpha == 1
                ? self.add(product)
                : Tensor.applied(new ScaledSum(operation, beta, alpha), self, product);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
