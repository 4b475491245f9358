package lanewise.autograd;

import lanewise.engine.op.Atan2;
import lanewise.engine.op.ClampBounds;
import lanewise.engine.op.ClampMax;
import lanewise.engine.op.ClampMin;
import lanewise.engine.op.Copysign;
import lanewise.engine.op.Fmax;
import lanewise.engine.op.Fmin;
import lanewise.engine.op.Heaviside;
import lanewise.engine.op.Hypot;
import lanewise.engine.op.Lerp;
import lanewise.engine.op.LogAddExp;
import lanewise.engine.op.Xlogy;
import org.jspecify.annotations.Nullable;

/// Two or three tensors combined element by element, beyond [Arithmetic]. They broadcast as in PyTorch.
sealed interface Combinations permits Tensor {
    /// `x + alpha·y`
    default Tensor add(Tensor other, float alpha) {
        return self().add(other.mul(alpha));
    }

    /// `x − alpha·y`
    default Tensor sub(Tensor other, float alpha) {
        return self().add(other.mul(-alpha));
    }

    /// `y − x`
    default Tensor rsub(Tensor other) {
        return other.sub(self());
    }

    /// `y − alpha·x`
    default Tensor rsub(Tensor other, float alpha) {
        return other.add(self().mul(-alpha));
    }

    /// `c − x`
    default Tensor rsub(float c) {
        return self().neg().add(c);
    }

    /// `c − alpha·x`
    default Tensor rsub(float c, float alpha) {
        return self().mul(-alpha).add(c);
    }

    /// `x + value·a·b`
    default Tensor addcmul(Tensor a, Tensor b, float value) {
        return self().add(a.mul(b).mul(value));
    }

    /// `x + a·b`
    default Tensor addcmul(Tensor a, Tensor b) {
        return self().add(a.mul(b));
    }

    /// `x + value·a/b`
    default Tensor addcdiv(Tensor a, Tensor b, float value) {
        return self().add(a.div(b).mul(value));
    }

    /// `x + a/b`
    default Tensor addcdiv(Tensor a, Tensor b) {
        return self().add(a.div(b));
    }

    /// `x + weight·(end − x)`
    default Tensor lerp(Tensor end, double weight) {
        return Tensor.applied(new Lerp(weight), self(), end);
    }

    /// `x + weight·(end − x)`; all three broadcast.
    default Tensor lerp(Tensor end, Tensor weight) {
        return self().add(weight.mul(end.sub(self())));
    }

    /// The angle of the points `(other, this)` in their planes, from −π to π.
    default Tensor atan2(Tensor other) {
        return Tensor.applied(Atan2.ATAN2, self(), other);
    }

    /// `√(x² + y²)`
    default Tensor hypot(Tensor other) {
        return Tensor.applied(Hypot.HYPOT, self(), other);
    }

    /// `|x|` with the sign of `other`.
    default Tensor copysign(Tensor other) {
        return Tensor.applied(Copysign.COPYSIGN, self(), other);
    }

    /// `|x|` with the sign of `c`.
    default Tensor copysign(float c) {
        return copysign(Tensor.scalar(c));
    }

    /// `ln(eˣ + eʸ)`
    default Tensor logaddexp(Tensor other) {
        return Tensor.applied(LogAddExp.LOG_ADD_EXP, self(), other);
    }

    /// `x·ln y`, 0 where x is 0.
    default Tensor xlogy(Tensor other) {
        return Tensor.applied(Xlogy.XLOGY, self(), other);
    }

    /// `x·ln c`, 0 where x is 0.
    default Tensor xlogy(float c) {
        return xlogy(Tensor.scalar(c));
    }

    /// The greater of both; where one is NaN the other. Where they are equal, this tensor gets the gradient.
    default Tensor fmax(Tensor other) {
        return Tensor.applied(Fmax.FMAX, self(), other);
    }

    /// The smaller of both; where one is NaN the other. Where they are equal, this tensor gets the gradient.
    default Tensor fmin(Tensor other) {
        return Tensor.applied(Fmin.FMIN, self(), other);
    }

    /// 0 below 0, 1 above, `values` at 0. No gradient flows.
    default Tensor heaviside(Tensor values) {
        return Tensor.applied(Heaviside.HEAVISIDE, self(), values);
    }

    /// `min(max(x, min), max)`; a bound may be null: none. All three broadcast.
    ///
    /// @throws IllegalArgumentException if both are null
    default Tensor clamp(@Nullable Tensor min, @Nullable Tensor max) {
        if (min != null && max != null) {
            return Tensor.applied(ClampBounds.CLAMP_BOUNDS, self(), min, max);
        }
        if (min != null) {
            return clampMin(min);
        }
        if (max != null) {
            return clampMax(max);
        }
        throw new IllegalArgumentException("clamp: both bounds are null; at least one is needed");
    }

    /// `max(x, min)`; where they are equal, this tensor gets the gradient.
    default Tensor clampMin(Tensor min) {
        return Tensor.applied(ClampMin.CLAMP_MIN, self(), min);
    }

    /// `min(x, max)`; where they are equal, this tensor gets the gradient.
    default Tensor clampMax(Tensor max) {
        return Tensor.applied(ClampMax.CLAMP_MAX, self(), max);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
