package lanewise.autograd;

import lanewise.engine.op.LongMatMul;

/// The products of vectors and matrices of a [LongTensor], with the shapes of those of [Tensor]. Beyond 64 bits
/// they wrap around.
sealed interface LongProducts permits LongTensor {
    /// The matrix product; see [Products#matmul(Tensor)] for the shapes.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not fit
    default LongTensor matmul(LongTensor other) {
        return LongTensor.of(LongMatMul.apply(self().array(), other.array()));
    }

    /// The product of two matrices.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none, or do not fit
    default LongTensor mm(LongTensor other) {
        MatrixShapes.requireRanks("mm", 2, self(), 2, other);
        return matmul(other);
    }

    /// The product of a matrix and a vector.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none, or do not fit
    default LongTensor mv(LongTensor vector) {
        MatrixShapes.requireRanks("mv", 2, self(), 1, vector);
        return matmul(vector);
    }

    /// The scalar product of two vectors.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none, or do not fit
    default LongTensor dot(LongTensor other) {
        MatrixShapes.requireRanks("dot", 1, self(), 1, other);
        return matmul(other);
    }

    /// The products of as many pairs of matrices.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none, or do not fit
    default LongTensor bmm(LongTensor other) {
        MatrixShapes.requireRanks("bmm", 3, self(), 3, other);
        MatrixShapes.requireSameBatch("bmm", self(), other);
        return matmul(other);
    }

    /// `beta·x + alpha·a·b` of matrices; this tensor broadcasts.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not fit
    default LongTensor addmm(LongTensor a, LongTensor b, long beta, long alpha) {
        MatrixShapes.requireRanks("addmm", 2, a, 2, b);
        return plus(a.matmul(b), beta, alpha);
    }

    /// `beta·x + alpha·a·v` of a matrix and a vector; this tensor broadcasts.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not fit
    default LongTensor addmv(LongTensor a, LongTensor v, long beta, long alpha) {
        MatrixShapes.requireRanks("addmv", 2, a, 1, v);
        return plus(a.matmul(v), beta, alpha);
    }

    /// `beta·x + alpha·u·vᵀ` of two vectors; this tensor broadcasts.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none
    default LongTensor addr(LongTensor u, LongTensor v, long beta, long alpha) {
        MatrixShapes.requireRanks("addr", 1, u, 1, v);
        return plus(u.outer(v), beta, alpha);
    }

    /// `beta·x + alpha·Σ a·b` over pairs of matrices; this tensor broadcasts.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not fit
    default LongTensor addbmm(LongTensor a, LongTensor b, long beta, long alpha) {
        MatrixShapes.requireRanks("addbmm", 3, a, 3, b);
        MatrixShapes.requireSameBatch("addbmm", a, b);
        MatrixShapes.requireInner("addbmm", a, b);
        return plus(a.bmm(b).sum(false, 0), beta, alpha);
    }

    /// `beta·x + alpha·a·b` of as many pairs of matrices; this tensor broadcasts.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they do not fit
    default LongTensor baddbmm(LongTensor a, LongTensor b, long beta, long alpha) {
        MatrixShapes.requireRanks("baddbmm", 3, a, 3, b);
        MatrixShapes.requireSameBatch("baddbmm", a, b);
        MatrixShapes.requireInner("baddbmm", a, b);
        return plus(a.bmm(b), beta, alpha);
    }

    /// The products of all pairs of elements of two vectors, `[n, m]`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if they are none
    default LongTensor outer(LongTensor other) {
        MatrixShapes.requireRanks("outer", 1, self(), 1, other);
        return self().unsqueeze(1).mul(other);
    }

    private LongTensor plus(LongTensor product, long beta, long alpha) {
        return self().expand(product.shape().toArray()).mul(beta).add(product, alpha);
    }

    private LongTensor self() {
        return (LongTensor) this;
    }
}
