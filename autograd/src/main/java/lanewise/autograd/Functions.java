package lanewise.autograd;

import lanewise.engine.op.Acos;
import lanewise.engine.op.Acosh;
import lanewise.engine.op.Asin;
import lanewise.engine.op.Asinh;
import lanewise.engine.op.Atan;
import lanewise.engine.op.Atanh;
import lanewise.engine.op.Cosh;
import lanewise.engine.op.Digamma;
import lanewise.engine.op.Erfc;
import lanewise.engine.op.Erfinv;
import lanewise.engine.op.Exp2;
import lanewise.engine.op.Lgamma;
import lanewise.engine.op.Log10;
import lanewise.engine.op.Log2;
import lanewise.engine.op.Logit;
import lanewise.engine.op.Polygamma;
import lanewise.engine.op.Sinc;
import lanewise.engine.op.Sinh;
import lanewise.engine.op.Tan;

/// Functions of each element of a [Tensor]: trigonometric, hyperbolic, exponential and their inverses.
sealed interface Functions permits Tensor {
    /// The tangent, of radians.
    default Tensor tan() {
        return Tensor.applied(Tan.TAN, self());
    }

    /// The angle in radians whose sine this is; NaN outside [−1, 1].
    default Tensor asin() {
        return Tensor.applied(Asin.ASIN, self());
    }

    /// The angle in radians whose cosine this is; NaN outside [−1, 1].
    default Tensor acos() {
        return Tensor.applied(Acos.ACOS, self());
    }

    /// The angle in radians whose tangent this is.
    default Tensor atan() {
        return Tensor.applied(Atan.ATAN, self());
    }

    /// The hyperbolic sine.
    default Tensor sinh() {
        return Tensor.applied(Sinh.SINH, self());
    }

    /// The hyperbolic cosine.
    default Tensor cosh() {
        return Tensor.applied(Cosh.COSH, self());
    }

    /// The inverse of the hyperbolic sine.
    default Tensor asinh() {
        return Tensor.applied(Asinh.ASINH, self());
    }

    /// The inverse of the hyperbolic cosine; NaN below 1.
    default Tensor acosh() {
        return Tensor.applied(Acosh.ACOSH, self());
    }

    /// The inverse of the hyperbolic tangent; NaN outside [−1, 1].
    default Tensor atanh() {
        return Tensor.applied(Atanh.ATANH, self());
    }

    /// `2ˣ`
    default Tensor exp2() {
        return Tensor.applied(Exp2.EXP2, self());
    }

    /// The logarithm to the base 2.
    default Tensor log2() {
        return Tensor.applied(Log2.LOG2, self());
    }

    /// The logarithm to the base 10.
    default Tensor log10() {
        return Tensor.applied(Log10.LOG10, self());
    }

    /// `1 − erf x`, with all digits where that is small.
    default Tensor erfc() {
        return Tensor.applied(Erfc.ERFC, self());
    }

    /// The inverse of the error function; NaN outside [−1, 1].
    default Tensor erfinv() {
        return Tensor.applied(Erfinv.ERFINV, self());
    }

    /// `sin(πx)/(πx)`, 1 at 0.
    default Tensor sinc() {
        return Tensor.applied(Sinc.SINC, self());
    }

    /// The logarithm of the magnitude of the gamma function.
    default Tensor lgamma() {
        return Tensor.applied(Lgamma.LGAMMA, self());
    }

    /// The derivative of [#lgamma()].
    default Tensor digamma() {
        return Tensor.applied(Digamma.DIGAMMA, self());
    }

    /// The `n`-th derivative of [#digamma()].
    ///
    /// @throws IllegalArgumentException if `n` is negative
    default Tensor polygamma(int n) {
        return n == 0 ? digamma() : Tensor.applied(new Polygamma(n), self());
    }

    /// `ln(x/(1 − x))`; NaN outside [0, 1].
    default Tensor logit() {
        return Tensor.applied(new Logit(), self());
    }

    /// As [#logit()] of x brought into `[eps, 1 − eps]`.
    default Tensor logit(double eps) {
        return Tensor.applied(new Logit(eps), self());
    }

    /// Degrees to radians.
    default Tensor deg2rad() {
        return self().mul((float) (Math.PI / 180));
    }

    /// Radians to degrees.
    default Tensor rad2deg() {
        return self().mul((float) (180 / Math.PI));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
