package lanewise.autograd;

import lanewise.engine.op.Abs;
import lanewise.engine.op.Add;
import lanewise.engine.op.AddScalar;
import lanewise.engine.op.Clamp;
import lanewise.engine.op.Cos;
import lanewise.engine.op.Div;
import lanewise.engine.op.Erf;
import lanewise.engine.op.Exp;
import lanewise.engine.op.Expm1;
import lanewise.engine.op.Log;
import lanewise.engine.op.Log1p;
import lanewise.engine.op.Maximum;
import lanewise.engine.op.Minimum;
import lanewise.engine.op.Mul;
import lanewise.engine.op.MulScalar;
import lanewise.engine.op.Neg;
import lanewise.engine.op.Pow;
import lanewise.engine.op.PowScalar;
import lanewise.engine.op.Reciprocal;
import lanewise.engine.op.Relu;
import lanewise.engine.op.Rsqrt;
import lanewise.engine.op.Sigmoid;
import lanewise.engine.op.Sign;
import lanewise.engine.op.Sin;
import lanewise.engine.op.Sqrt;
import lanewise.engine.op.Square;
import lanewise.engine.op.Sub;
import lanewise.engine.op.Tanh;

/// The arithmetic of a [Tensor]: element by element. Two tensors broadcast as in PyTorch.
sealed interface Arithmetic permits Tensor {
    /// `x + y`
    default Tensor add(Tensor other) {
        return Tensor.applied(Add.ADD, self(), other);
    }

    /// `x + c`
    default Tensor add(float c) {
        return Tensor.applied(new AddScalar(c), self());
    }

    /// `x − y`
    default Tensor sub(Tensor other) {
        return Tensor.applied(Sub.SUB, self(), other);
    }

    /// `x − c`
    default Tensor sub(float c) {
        return Tensor.applied(new AddScalar(-c), self());
    }

    /// `x · y`, element by element.
    default Tensor mul(Tensor other) {
        return Tensor.applied(Mul.MUL, self(), other);
    }

    /// `x · c`
    default Tensor mul(float c) {
        return Tensor.applied(new MulScalar(c), self());
    }

    /// `x / y`
    default Tensor div(Tensor other) {
        return Tensor.applied(Div.DIV, self(), other);
    }

    /// `x / c`
    default Tensor div(float c) {
        return Tensor.applied(Div.DIV, self(), Tensor.scalar(c));
    }

    /// `x` to the power of `exponent`.
    default Tensor pow(float exponent) {
        return Tensor.applied(new PowScalar(exponent), self());
    }

    /// `x` to the power of `exponent`, element by element.
    default Tensor pow(Tensor exponent) {
        return Tensor.applied(Pow.POW, self(), exponent);
    }

    /// The greater of both, element by element. Where they are equal, each gets half of the gradient.
    default Tensor maximum(Tensor other) {
        return Tensor.applied(Maximum.MAXIMUM, self(), other);
    }

    /// The smaller of both, element by element. Where they are equal, each gets half of the gradient.
    default Tensor minimum(Tensor other) {
        return Tensor.applied(Minimum.MINIMUM, self(), other);
    }

    /// `min(max(x, min), max)`; the gradient is 0 outside.
    default Tensor clamp(float min, float max) {
        return Tensor.applied(new Clamp(min, max), self());
    }

    /// `max(x, min)`
    default Tensor clampMin(float min) {
        return clamp(min, Float.POSITIVE_INFINITY);
    }

    /// `min(x, max)`
    default Tensor clampMax(float max) {
        return clamp(Float.NEGATIVE_INFINITY, max);
    }

    /// `−x`
    default Tensor neg() {
        return Tensor.applied(Neg.NEG, self());
    }

    /// `|x|`; the gradient at 0 is 0.
    default Tensor abs() {
        return Tensor.applied(Abs.ABS, self());
    }

    /// −1, 0 or 1. No gradient flows.
    default Tensor sign() {
        return Tensor.applied(Sign.SIGN, self());
    }

    /// `x²`
    default Tensor square() {
        return Tensor.applied(Square.SQUARE, self());
    }

    /// `√x`
    default Tensor sqrt() {
        return Tensor.applied(Sqrt.SQRT, self());
    }

    /// `1 / √x`
    default Tensor rsqrt() {
        return Tensor.applied(Rsqrt.RSQRT, self());
    }

    /// `1 / x`
    default Tensor reciprocal() {
        return Tensor.applied(Reciprocal.RECIPROCAL, self());
    }

    /// `eˣ`
    default Tensor exp() {
        return Tensor.applied(Exp.EXP, self());
    }

    /// `eˣ − 1`, exact near 0.
    default Tensor expm1() {
        return Tensor.applied(Expm1.EXPM1, self());
    }

    /// The natural logarithm.
    default Tensor log() {
        return Tensor.applied(Log.LOG, self());
    }

    /// `log(1 + x)`, exact near 0.
    default Tensor log1p() {
        return Tensor.applied(Log1p.LOG1P, self());
    }

    /// The sine, of radians.
    default Tensor sin() {
        return Tensor.applied(Sin.SIN, self());
    }

    /// The cosine, of radians.
    default Tensor cos() {
        return Tensor.applied(Cos.COS, self());
    }

    /// The hyperbolic tangent.
    default Tensor tanh() {
        return Tensor.applied(Tanh.TANH, self());
    }

    /// `1 / (1 + e⁻ˣ)`
    default Tensor sigmoid() {
        return Tensor.applied(Sigmoid.SIGMOID, self());
    }

    /// The error function.
    default Tensor erf() {
        return Tensor.applied(Erf.ERF, self());
    }

    /// `max(x, 0)`
    default Tensor relu() {
        return Tensor.applied(Relu.RELU, self());
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
