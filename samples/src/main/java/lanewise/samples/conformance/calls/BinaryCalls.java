package lanewise.samples.conformance.calls;

import java.util.function.BiFunction;
import java.util.function.Function;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.RoundingMode;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;

/// Element-wise operations on two or three tensors, or on a tensor and a number; comparisons.
final class BinaryCalls {
    private BinaryCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.add(input, other, alpha=1)",
                orBools(BoolTensor::add, scaledOrLongs(LongTensor::add, BinaryCalls::add)));
        table.add(
                "torch.addcdiv(input, tensor1, tensor2, value=1)",
                a -> a.tensor("input").addcdiv(a.tensor("tensor1"), a.tensor("tensor2"), a.single("value")));
        table.add(
                "torch.addcmul(input, tensor1, tensor2, value=1)",
                a -> a.isLongs("input")
                        ? a.longs("input").addcmul(a.longs("tensor1"), a.longs("tensor2"), a.longInteger("value"))
                        : a.tensor("input").addcmul(a.tensor("tensor1"), a.tensor("tensor2"), a.single("value")));
        table.add(
                "torch.allclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False)",
                a -> a.promoted("input")
                        .allclose(a.promoted("other"), a.number("rtol"), a.number("atol"), a.flag("equal_nan")));
        table.add("torch.atan2(input, other)", a -> a.promoted("input").atan2(a.promoted("other")));
        table.add("torch.copysign(input, other)", real(Tensor::copysign, Tensor::copysign));
        table.add("torch.div(input, other, rounding_mode=None)", BinaryCalls::div);
        table.add("torch.eq(input, other)", comparison(LongTensor::eq, withOther(Tensor::eq, Tensor::eq)));
        table.add("torch.equal(input, other)", BinaryCalls::equal);
        table.add(
                "torch.floor_divide(input, other)",
                orLongs(LongTensor::floorDivide, withOther(Tensor::floorDivide, Tensor::floorDivide)));
        table.add(
                "torch.fmax(input, other)",
                orBools(BoolTensor::maximum, longsOrFloats(LongTensor::maximum, Tensor::fmax)));
        table.add(
                "torch.fmin(input, other)",
                orBools(BoolTensor::minimum, longsOrFloats(LongTensor::minimum, Tensor::fmin)));
        table.add("torch.fmod(input, other)", orLongs(LongTensor::fmod, withOther(Tensor::fmod, Tensor::fmod)));
        table.add("torch.ge(input, other)", comparison(LongTensor::ge, withOther(Tensor::ge, Tensor::ge)));
        table.add("torch.gt(input, other)", comparison(LongTensor::gt, withOther(Tensor::gt, Tensor::gt)));
        table.add("torch.heaviside(input, values)", longsOrFloats(LongTensor::heaviside, Tensor::heaviside, "values"));
        table.add("torch.hypot(input, other)", a -> a.tensor("input").hypot(a.tensor("other")));
        table.add(
                "torch.isclose(input, other, rtol=1e-5, atol=1e-8, equal_nan=False)",
                a -> a.promoted("input")
                        .isclose(a.promoted("other"), a.number("rtol"), a.number("atol"), a.flag("equal_nan")));
        table.add("torch.le(input, other)", comparison(LongTensor::le, withOther(Tensor::le, Tensor::le)));
        table.add(
                "torch.lerp(input, end, weight)",
                a -> a.isNumber("weight")
                        ? a.tensor("input").lerp(a.tensor("end"), a.number("weight"))
                        : a.tensor("input").lerp(a.tensor("end"), a.tensor("weight")));
        table.add("torch.logaddexp(input, other)", a -> a.tensor("input").logaddexp(a.tensor("other")));
        table.add("torch.logical_and(input, other)", logical(BoolTensor::and));
        table.add("torch.logical_or(input, other)", logical(BoolTensor::or));
        table.add("torch.logical_xor(input, other)", logical(BoolTensor::xor));
        table.add("torch.lt(input, other)", comparison(LongTensor::lt, withOther(Tensor::lt, Tensor::lt)));
        table.add(
                "torch.maximum(input, other)",
                orBools(BoolTensor::maximum, longsOrFloats(LongTensor::maximum, Tensor::maximum)));
        table.add(
                "torch.minimum(input, other)",
                orBools(BoolTensor::minimum, longsOrFloats(LongTensor::minimum, Tensor::minimum)));
        table.add(
                "torch.mul(input, other)",
                orBools(BoolTensor::mul, orLongs(LongTensor::mul, withOther(Tensor::mul, Tensor::mul))));
        table.add("torch.ne(input, other)", comparison(LongTensor::ne, withOther(Tensor::ne, Tensor::ne)));
        table.add("torch.pow(input, exponent)", BinaryCalls::pow);
        table.add(
                "torch.remainder(input, other)",
                orLongs(LongTensor::remainder, withOther(Tensor::remainder, Tensor::remainder)));
        table.add(
                "torch.rsub(input, other, alpha=1)",
                a -> a.isLongs("input")
                        ? longOperand(a, "other").sub(a.longs("input"), a.longInteger("alpha"))
                        : a.isNumber("other")
                                ? a.tensor("input").rsub(a.single("other"), a.single("alpha"))
                                : a.tensor("input").rsub(a.tensor("other"), a.single("alpha")));
        table.add("torch.sub(input, other, alpha=1)", scaledOrLongs(LongTensor::sub, BinaryCalls::sub));
        table.add("torch.true_divide(input, other)", real(Tensor::div, Tensor::div));
        table.add("torch.where(condition, input, other)", BinaryCalls::where);
        table.add("torch.xlogy(input, other)", BinaryCalls::xlogy);

        // In Python an operator with the tensor on its right: other + input.
        table.add(
                "Tensor.__radd__(input, other)",
                orBools(BoolTensor::add, orLongs(LongTensor::add, withOther(Tensor::add, Tensor::add))));
        table.add(
                "Tensor.__rdiv__(input, other)",
                a -> (a.isNumber("other") ? Tensor.scalar(a.single("other")) : a.promoted("other"))
                        .div(a.promoted("input")));
        table.add(
                "Tensor.__rmul__(input, other)",
                orBools(BoolTensor::mul, orLongs(LongTensor::mul, withOther(Tensor::mul, Tensor::mul))));
        // PyTorch takes the left one's values alone.
        table.add(
                "Tensor.__rpow__(input, other)",
                orLongs(
                        (input, other) -> other.pow(input),
                        reflected((other, input) -> other.detach().pow(input))));
        table.add("Tensor.__rsub__(input, other)", orLongs(LongTensor::rsub, reflected(Tensor::sub)));
    }

    /// The operation with what `other` is: a tensor or a number.
    static <R> Function<Arguments, R> withOther(
            BiFunction<Tensor, Tensor, R> tensors, BiFunction<Tensor, Float, R> number) {
        return with("other", tensors, number);
    }

    /// The operation with what the second argument is: a tensor or a number.
    static <R> Function<Arguments, R> with(
            String second, BiFunction<Tensor, Tensor, R> tensors, BiFunction<Tensor, Float, R> number) {
        return a -> a.isNumber(second)
                ? number.apply(a.tensor("input"), a.single(second))
                : tensors.apply(a.tensor("input"), a.tensor(second));
    }

    /// As [#withOther], where whole numbers and truth values count as real ones.
    private static Function<Arguments, Tensor> real(
            BiFunction<Tensor, Tensor, Tensor> tensors, BiFunction<Tensor, Float, Tensor> number) {
        return a -> a.isNumber("other")
                ? number.apply(a.promoted("input"), a.single("other"))
                : tensors.apply(a.promoted("input"), a.promoted("other"));
    }

    /// The comparison of whole numbers, if both operands are such, or truth values.
    private static Function<Arguments, BoolTensor> comparison(
            BiFunction<LongTensor, LongTensor, BoolTensor> longs, Function<Arguments, BoolTensor> floats) {
        return a -> a.isWhole("input") && (a.isWhole("other") || a.isInteger("other"))
                ? longs.apply(a.whole("input"), a.isInteger("other") ? longOperand(a, "other") : a.whole("other"))
                : floats.apply(a);
    }

    /// The operation with `input` on the right; a number on the left is a tensor of one.
    private static Function<Arguments, Tensor> reflected(BiFunction<Tensor, Tensor, Tensor> operation) {
        return a -> operation.apply(
                a.isNumber("other") ? Tensor.scalar(a.single("other")) : a.tensor("other"), a.tensor("input"));
    }

    /// A tensor, or a number as one.
    private static Tensor operand(Arguments a, String name) {
        return a.isNumber(name) ? Tensor.scalar(a.single(name)) : a.promoted(name);
    }

    static BoolTensor truths(Arguments a, String name) {
        if (a.isBools(name)) {
            return a.bools(name);
        }
        return a.isLongs(name) ? a.longs(name).toBool() : a.tensor(name).toBool();
    }

    private static Function<Arguments, BoolTensor> logical(BiFunction<BoolTensor, BoolTensor, BoolTensor> operation) {
        return a -> operation.apply(truths(a, "input"), truths(a, "other"));
    }

    private static Tensor add(Arguments a) {
        float alpha = a.single("alpha");
        if (a.isNumber("other")) {
            return a.tensor("input").add(alpha * a.single("other"));
        }
        return alpha == 1f
                ? a.tensor("input").add(a.tensor("other"))
                : a.tensor("input").add(a.tensor("other"), alpha);
    }

    private static Tensor sub(Arguments a) {
        float alpha = a.single("alpha");
        if (a.isNumber("other")) {
            return a.tensor("input").sub(alpha * a.single("other"));
        }
        return alpha == 1f
                ? a.tensor("input").sub(a.tensor("other"))
                : a.tensor("input").sub(a.tensor("other"), alpha);
    }

    private static Object div(Arguments a) {
        if (!a.has("rounding_mode")) {
            return real(Tensor::div, Tensor::div).apply(a);
        }
        RoundingMode rounding = switch (a.text("rounding_mode")) {
            case "trunc" -> RoundingMode.TRUNC;
            case "floor" -> RoundingMode.FLOOR;
            default -> throw new NotExpressibleException("torch.div with rounding_mode " + a.text("rounding_mode"));
        };
        if (a.isLongs("input") && (a.isLongs("other") || a.isInteger("other"))) {
            return a.longs("input").div(longOperand(a, "other"), rounding);
        }
        return a.isNumber("other")
                ? a.tensor("input").div(a.single("other"), rounding)
                : a.tensor("input").div(a.tensor("other"), rounding);
    }

    private static Object pow(Arguments a) {
        if (a.isLongs("input") && a.isInteger("exponent")) {
            return a.longs("input").pow(a.longInteger("exponent"));
        }
        if (a.isLongs("exponent") && (a.isLongs("input") || a.isInteger("input"))) {
            return longOperand(a, "input").pow(a.longs("exponent"));
        }
        if (a.isNumber("input")) {
            return Tensor.scalar(a.single("input")).pow(a.tensor("exponent"));
        }
        return BinaryCalls.<Tensor>with("exponent", Tensor::pow, Tensor::pow).apply(a);
    }

    private static Tensor xlogy(Arguments a) {
        if (a.isNumber("other")) {
            return a.promoted("input").xlogy(a.single("other"));
        }
        return operand(a, "input").xlogy(a.promoted("other"));
    }

    private static boolean equal(Arguments a) {
        if (a.isBools("input")) {
            return a.bools("input").equal(a.bools("other"));
        }
        if (a.isLongs("input")) {
            return a.longs("input").equal(a.longs("other"));
        }
        return a.tensor("input").equal(a.tensor("other"));
    }

    /// The operation on whole numbers, if both operands are such.
    private static Function<Arguments, Object> orLongs(
            BiFunction<LongTensor, LongTensor, ?> longs, Function<Arguments, ?> floats) {
        return a -> a.isLongs("input") ? longs.apply(a.longs("input"), longOperand(a, "other")) : floats.apply(a);
    }

    private static Function<Arguments, Object> scaledOrLongs(
            BiFunction<LongTensor, LongTensor, LongTensor> longs, Function<Arguments, Tensor> floats) {
        return a -> a.isLongs("input")
                ? longs.apply(a.longs("input"), longOperand(a, "other").mul(a.longInteger("alpha")))
                : floats.apply(a);
    }

    private static Object where(Arguments a) {
        if (a.isLongs("input") || a.isLongs("other")) {
            return longOperand(a, "input").where(a.bools("condition"), longOperand(a, "other"));
        }
        if (a.isBools("input") && a.isBools("other")) {
            return a.bools("input").where(a.bools("condition"), a.bools("other"));
        }
        return operand(a, "input").where(a.bools("condition"), operand(a, "other"));
    }

    /// A tensor of whole numbers, or one number as such.
    static LongTensor longOperand(Arguments a, String name) {
        return a.isInteger(name) ? LongTensor.full(Shape.SCALAR, a.longInteger(name)) : a.longs(name);
    }

    /// The operation on truth values, if both operands are such.
    private static Function<Arguments, Object> orBools(
            BiFunction<BoolTensor, BoolTensor, BoolTensor> bools, Function<Arguments, ?> others) {
        return a -> a.isBools("input") && a.isBools("other")
                ? bools.apply(a.bools("input"), a.bools("other"))
                : others.apply(a);
    }

    /// The operation on two tensors of one type.
    private static Function<Arguments, Object> longsOrFloats(
            BiFunction<LongTensor, LongTensor, LongTensor> longs, BiFunction<Tensor, Tensor, Tensor> floats) {
        return longsOrFloats(longs, floats, "other");
    }

    static Function<Arguments, Object> longsOrFloats(
            BiFunction<LongTensor, LongTensor, LongTensor> longs,
            BiFunction<Tensor, Tensor, Tensor> floats,
            String second) {
        return a -> a.isLongs("input")
                ? longs.apply(a.longs("input"), a.longs(second))
                : floats.apply(a.tensor("input"), a.tensor(second));
    }
}
