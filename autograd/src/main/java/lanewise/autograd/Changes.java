package lanewise.autograd;

import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.op.Abs;
import lanewise.engine.op.Add;
import lanewise.engine.op.AddScalar;
import lanewise.engine.op.Clamp;
import lanewise.engine.op.Div;
import lanewise.engine.op.Exp;
import lanewise.engine.op.InPlace;
import lanewise.engine.op.MaskedFill;
import lanewise.engine.op.Mul;
import lanewise.engine.op.MulScalar;
import lanewise.engine.op.Neg;
import lanewise.engine.op.PowScalar;
import lanewise.engine.op.Relu;
import lanewise.engine.op.Sigmoid;
import lanewise.engine.op.Sqrt;
import lanewise.engine.op.Sub;
import lanewise.engine.op.Tanh;
import lanewise.engine.op.Where;

/// Changes of a [Tensor] in place. Operands broadcast to it. Each returns the tensor itself.
///
/// While operations are recorded, a leaf that requires gradients cannot be changed; a tensor that an operation made
/// can, and the change becomes part of its history, but not if it is a view of another: `clone()` it first. Whoever
/// needs the old value in the backward pass says so there. What does not fit throws an [IllegalStateException] or a
/// [lanewise.engine.ShapeMismatchException] before anything is changed.
sealed interface Changes extends AnyTensor<Tensor> permits Tensor {
    /// `x += y`
    default Tensor add_(Tensor other) {
        return add_(other, 1f);
    }

    /// `x += alpha · y`
    default Tensor add_(Tensor other, float alpha) {
        if (InPlaceChange.begin("add_", self(), other)) {
            return InPlaceChange.record(self(), Add.ADD, self(), alpha == 1f ? other : other.mul(alpha));
        }
        InPlace.add(self().array(), InPlaceChange.operand(self(), other), alpha);
        return self();
    }

    /// `x += c`
    default Tensor add_(float c) {
        if (InPlaceChange.begin("add_", self())) {
            return InPlaceChange.record(self(), new AddScalar(c), self());
        }
        InPlace.addScalar(self().array(), c);
        return self();
    }

    /// `x −= y`
    default Tensor sub_(Tensor other) {
        if (InPlaceChange.begin("sub_", self(), other)) {
            return InPlaceChange.record(self(), Sub.SUB, self(), other);
        }
        InPlace.add(self().array(), InPlaceChange.operand(self(), other), -1f);
        return self();
    }

    /// `x −= alpha · y`
    default Tensor sub_(Tensor other, float alpha) {
        return add_(other, -alpha);
    }

    /// `x −= c`
    default Tensor sub_(float c) {
        return add_(-c);
    }

    /// `x ·= y`, element by element.
    default Tensor mul_(Tensor other) {
        if (InPlaceChange.begin("mul_", self(), other)) {
            return InPlaceChange.record(self(), Mul.MUL, self(), other);
        }
        InPlace.mul(self().array(), InPlaceChange.operand(self(), other));
        return self();
    }

    /// `x ·= c`
    default Tensor mul_(float c) {
        if (InPlaceChange.begin("mul_", self())) {
            return InPlaceChange.record(self(), new MulScalar(c), self());
        }
        InPlace.mulScalar(self().array(), c);
        return self();
    }

    /// `x /= y`, element by element.
    default Tensor div_(Tensor other) {
        if (InPlaceChange.begin("div_", self(), other)) {
            return InPlaceChange.record(self(), Div.DIV, self(), other);
        }
        InPlace.div(self().array(), InPlaceChange.operand(self(), other));
        return self();
    }

    /// `x /= c`
    default Tensor div_(float c) {
        return div_(Tensor.scalar(c));
    }

    /// `x += a·b` for matrices `x [m, n]`, `a [m, k]` and `b [k, n]`.
    default Tensor addmm_(Tensor a, Tensor b) {
        return addmm_(a, b, 1, 1);
    }

    /// `x = beta·x + alpha·a·b` for matrices. With a `beta` of 0 it does not matter what is in this tensor, and
    /// with an `alpha` of 1 the product is computed in its memory.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    default Tensor addmm_(Tensor a, Tensor b, double beta, double alpha) {
        return InPlaceChange.product(self(), a, b, (float) beta, (float) alpha);
    }

    /// `x = 0`
    default Tensor zero_() {
        return fill("zero_", 0f);
    }

    /// `x = c`
    default Tensor fill_(float c) {
        return fill("fill_", c);
    }

    /// `x = y`
    @Override
    default Tensor copy_(Tensor other) {
        if (InPlaceChange.begin("copy_", self(), other)) {
            return InPlaceChange.record(self(), new Where(everywhere()), other, self());
        }
        InPlace.copy(self().array(), InPlaceChange.operand(self(), other));
        return self();
    }

    /// `x = value` where `mask`, which broadcasts to it, is true.
    default Tensor maskedFill_(BoolTensor mask, float value) {
        return InPlaceChange.unary("maskedFill_", self(), new MaskedFill(mask.array(), value));
    }

    /// `x = min(max(x, min), max)`
    default Tensor clamp_(float min, float max) {
        return InPlaceChange.unary("clamp_", self(), new Clamp(min, max));
    }

    /// `x = max(x, min)`
    default Tensor clampMin_(float min) {
        return clamp_(min, Float.POSITIVE_INFINITY);
    }

    /// `x = min(x, max)`
    default Tensor clampMax_(float max) {
        return clamp_(Float.NEGATIVE_INFINITY, max);
    }

    /// `x = −x`
    default Tensor neg_() {
        return InPlaceChange.unary("neg_", self(), Neg.NEG);
    }

    /// `x = |x|`
    default Tensor abs_() {
        return InPlaceChange.unary("abs_", self(), Abs.ABS);
    }

    /// `x = eˣ`
    default Tensor exp_() {
        return InPlaceChange.unary("exp_", self(), Exp.EXP);
    }

    /// `x = √x`
    default Tensor sqrt_() {
        return InPlaceChange.unary("sqrt_", self(), Sqrt.SQRT);
    }

    /// `x` = `x` to the power of `exponent`.
    default Tensor pow_(float exponent) {
        return InPlaceChange.unary("pow_", self(), new PowScalar(exponent));
    }

    /// `x = max(x, 0)`
    default Tensor relu_() {
        return InPlaceChange.unary("relu_", self(), Relu.RELU);
    }

    /// `x = 1 / (1 + e⁻ˣ)`
    default Tensor sigmoid_() {
        return InPlaceChange.unary("sigmoid_", self(), Sigmoid.SIGMOID);
    }

    /// `x = tanh(x)`
    default Tensor tanh_() {
        return InPlaceChange.unary("tanh_", self(), Tanh.TANH);
    }

    /// Random numbers spread evenly over `[low, high)`, from the global [Generator].
    default Tensor uniform_(float low, float high) {
        InPlaceChange.beginUnrecorded("uniform_", self());
        Generator.global().fillUniform(self().array(), low, high);
        return self();
    }

    /// Random numbers of the normal distribution, from the global [Generator].
    default Tensor normal_(float mean, float std) {
        InPlaceChange.beginUnrecorded("normal_", self());
        Generator.global().fillNormal(self().array(), mean, std);
        return self();
    }

    /// Python's `x[...] = c`: see [Index]. Not recorded: a tensor that requires gradients must be changed under
    /// [GradMode#noGrad()].
    default Tensor set(float value, Index... indices) {
        return set(Tensor.scalar(value), indices);
    }

    /// Python's `x[...] = y`: see [Index]. `value` broadcasts to what is indexed. Not recorded: where one of both
    /// requires
    /// gradients it must be under [GradMode#noGrad()].
    default Tensor set(Tensor value, Index... indices) {
        InPlaceChange.beginUnrecorded("set", self(), value);
        Indexing.set(self(), value, indices);
        return self();
    }

    private Tensor fill(String operation, float value) {
        if (InPlaceChange.begin(operation, self())) {
            return InPlaceChange.record(self(), new MaskedFill(everywhere(), value), self());
        }
        self().array().fill(value);
        return self();
    }

    private BoolArray everywhere() {
        return BoolArray.full(self().shape(), true);
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
