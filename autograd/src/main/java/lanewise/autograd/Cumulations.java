package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.Cummax;
import lanewise.engine.op.Cummin;
import lanewise.engine.op.Cumprod;
import lanewise.engine.op.Cumsum;
import lanewise.engine.op.Logcumsumexp;
import org.jspecify.annotations.Nullable;

/// What a [Tensor] computes along a dimension, of the elements up to each one, or of neighbours.
sealed interface Cumulations permits Tensor {
    /// The sums up to each element along a dimension. The shape stays.
    default Tensor cumsum(int dim) {
        return Tensor.applied(new Cumsum(dim), self());
    }

    /// The products up to each element along a dimension. The shape stays.
    default Tensor cumprod(int dim) {
        return Tensor.applied(new Cumprod(dim), self());
    }

    /// The logarithms of the sums of `eˣ` up to each element along a dimension. The shape stays.
    default Tensor logcumsumexp(int dim) {
        return Tensor.applied(new Logcumsumexp(dim), self());
    }

    /// The greatest so far along a dimension, and where it is; of equal ones the last. The shape stays.
    default ValuesAndIndices cummax(int dim) {
        Cummax operation = new Cummax(dim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    /// The smallest so far along a dimension, and where it is; of equal ones the last. The shape stays.
    default ValuesAndIndices cummin(int dim) {
        Cummin operation = new Cummin(dim);
        Tensor values = Tensor.applied(operation, self());
        return new ValuesAndIndices(values, LongTensor.of(operation.indices()));
    }

    /// The differences of neighbours along the last dimension, `yᵢ = xᵢ₊₁ − xᵢ`.
    default Tensor diff() {
        return diff(1, -1, null, null);
    }

    /// The differences of neighbours along a dimension, taken `n` times; each time it gets shorter by 1.
    default Tensor diff(int n, int dim) {
        return diff(n, dim, null, null);
    }

    /// As [#diff(int, int)] with `prepend` before and `append` behind this tensor in the dimension; with an `n` of
    /// 0 this tensor alone.
    ///
    /// @throws ShapeMismatchException if this is a single number, or one of the others does not fit
    /// @throws IllegalArgumentException if `n` is negative
    default Tensor diff(int n, int dim, @Nullable Tensor prepend, @Nullable Tensor append) {
        Tensor self = self();
        if (self.rank() == 0) {
            throw new ShapeMismatchException("diff: a tensor [] must have at least 1 dimension");
        }
        if (n < 0) {
            throw new IllegalArgumentException("diff: n is " + n + "; it must be 0 or above");
        }
        int axis = self.shape().axis(dim);
        List<Tensor> parts = new ArrayList<>();
        if (prepend != null) {
            parts.add(prepend);
        }
        parts.add(self);
        if (append != null) {
            parts.add(append);
        }
        for (Tensor part : parts) {
            if (part.rank() != self.rank()) {
                throw new ShapeMismatchException("diff: " + part.shape() + " cannot stand before or behind a tensor "
                        + self.shape() + ": the ranks differ");
            }
        }
        if (n == 0) {
            return self.clone();
        }
        Tensor x = parts.size() == 1 ? self : Tensor.cat(parts, axis);
        for (int i = Math.min(n, x.dim(axis)); i > 0; i--) {
            int length = Math.max(x.dim(axis) - 1, 0);
            x = x.narrow(axis, x.dim(axis) - length, length).sub(x.narrow(axis, 0, length));
        }
        return x;
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
