package lanewise.autograd;

import lanewise.engine.op.Closeness;

/// Questions about the elements of a [Tensor]. The answers have no gradient.
sealed interface Predicates permits Tensor {
    /// Whether neither infinite nor NaN.
    default BoolTensor isfinite() {
        return absolute().lt(Float.POSITIVE_INFINITY);
    }

    /// Whether +∞ or −∞.
    default BoolTensor isinf() {
        return absolute().eq(Float.POSITIVE_INFINITY);
    }

    /// Whether NaN.
    default BoolTensor isnan() {
        return self().ne(self());
    }

    /// Whether 0.
    default BoolTensor logicalNot() {
        return self().eq(0f);
    }

    /// Whether both are not 0.
    default BoolTensor logicalAnd(Tensor other) {
        return self().toBool().and(other.toBool());
    }

    /// Whether one or both are not 0.
    default BoolTensor logicalOr(Tensor other) {
        return self().toBool().or(other.toBool());
    }

    /// Whether exactly one of both is not 0.
    default BoolTensor logicalXor(Tensor other) {
        return self().toBool().xor(other.toBool());
    }

    /// Whether `|x − y| <= 1e-8 + 1e-5·|y|`.
    default BoolTensor isclose(Tensor other) {
        return isclose(other, 1e-5, 1e-8, false);
    }

    /// Whether `|x − y| <= atol + rtol·|y|`; equal infinities are close, and NaN to NaN if `equalNan`.
    ///
    /// @throws IllegalArgumentException if a tolerance is negative
    default BoolTensor isclose(Tensor other, double rtol, double atol, boolean equalNan) {
        return BoolTensor.of(new Closeness(rtol, atol, equalNan).compare(self().array(), other.array()));
    }

    /// Whether all elements are close, as [#isclose(Tensor)] says.
    default boolean allclose(Tensor other) {
        return isclose(other).all();
    }

    /// Whether all elements are close, as [#isclose(Tensor, double, double, boolean)] says.
    default boolean allclose(Tensor other, double rtol, double atol, boolean equalNan) {
        return isclose(other, rtol, atol, equalNan).all();
    }

    /// Whether both have one shape and the same elements.
    default boolean equal(Tensor other) {
        return self().shape().equals(other.shape()) && self().eq(other).all();
    }

    private Tensor absolute() {
        return self().detach().abs();
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
