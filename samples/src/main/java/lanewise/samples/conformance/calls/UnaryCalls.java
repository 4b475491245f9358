package lanewise.samples.conformance.calls;

import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Element-wise operations on one tensor.
final class UnaryCalls {
    private UnaryCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.abs(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").abs()
                        : a.tensor("input").abs());
        table.add("torch.acos(input)", a -> a.promoted("input").acos());
        table.add("torch.acosh(input)", a -> a.promoted("input").acosh());
        table.add("torch.asin(input)", a -> a.promoted("input").asin());
        table.add("torch.asinh(input)", a -> a.promoted("input").asinh());
        table.add("torch.atan(input)", a -> a.promoted("input").atan());
        table.add("torch.atanh(input)", a -> a.promoted("input").atanh());
        table.add(
                "torch.ceil(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").ceil()
                        : a.tensor("input").ceil());
        table.add("torch.clamp(input, min=None, max=None)", UnaryCalls::clamp);
        table.add("torch.clamp_max(input, max)", a -> clampedTo(a, "max"));
        table.add("torch.clamp_min(input, min)", a -> clampedTo(a, "min"));
        table.add("torch.clone(input)", a -> a.any("input").clone());
        table.add("Tensor.contiguous(input)", a -> a.any("input").contiguous());
        table.add("torch.cos(input)", a -> a.promoted("input").cos());
        table.add("torch.cosh(input)", a -> a.promoted("input").cosh());
        table.add("torch.deg2rad(input)", a -> a.promoted("input").deg2rad());
        table.add("torch.digamma(input)", a -> a.promoted("input").digamma());
        table.add("torch.erf(input)", a -> a.promoted("input").erf());
        table.add("torch.erfc(input)", a -> a.promoted("input").erfc());
        table.add("torch.erfinv(input)", a -> a.promoted("input").erfinv());
        table.add("torch.exp(input)", a -> a.promoted("input").exp());
        table.add("torch.exp2(input)", a -> a.promoted("input").exp2());
        table.add("torch.expm1(input)", a -> a.promoted("input").expm1());
        table.add(
                "torch.floor(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").floor()
                        : a.tensor("input").floor());
        table.add("torch.frac(input)", a -> a.tensor("input").frac());
        table.add(
                "torch.full_like(input, fill_value, dtype=None)",
                a -> like(a, a.isFlag("fill_value") ? a.flag("fill_value") ? 1 : 0 : a.number("fill_value")));
        table.add("torch.isfinite(input)", a -> a.promoted("input").isfinite());
        table.add("torch.isinf(input)", a -> a.promoted("input").isinf());
        table.add("torch.isnan(input)", a -> a.promoted("input").isnan());
        table.add("torch.lgamma(input)", a -> a.promoted("input").lgamma());
        table.add("torch.log(input)", a -> a.promoted("input").log());
        table.add("torch.log10(input)", a -> a.promoted("input").log10());
        table.add("torch.log1p(input)", a -> a.promoted("input").log1p());
        table.add("torch.log2(input)", a -> a.promoted("input").log2());
        table.add(
                "torch.logical_not(input)",
                a -> a.isWhole("input")
                        ? BinaryCalls.truths(a, "input").not()
                        : a.tensor("input").logicalNot());
        table.add(
                "torch.logit(input, eps=None)",
                a -> a.has("eps")
                        ? a.promoted("input").logit(a.number("eps"))
                        : a.promoted("input").logit());
        table.add(
                "torch.nan_to_num(input, nan=0.0, posinf=None, neginf=None)",
                a -> a.tensor("input")
                        .nanToNum(
                                a.single("nan"),
                                a.has("posinf") ? a.single("posinf") : Float.MAX_VALUE,
                                a.has("neginf") ? a.single("neginf") : -Float.MAX_VALUE));
        table.add(
                "torch.neg(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").neg()
                        : a.tensor("input").neg());
        table.add("torch.ones_like(input, dtype=None)", a -> like(a, 1));
        table.add(
                "torch.positive(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").positive()
                        : a.tensor("input").positive());
        table.add("torch.polygamma(n, input)", a -> a.promoted("input").polygamma(a.integer("n")));
        table.add("torch.rad2deg(input)", a -> a.promoted("input").rad2deg());
        table.add("torch.reciprocal(input)", a -> a.promoted("input").reciprocal());
        table.add(
                "torch.round(input, decimals=0)",
                a -> a.isLongs("input")
                        ? a.longs("input").round()
                        : a.tensor("input").round(a.integer("decimals")));
        table.add("torch.rsqrt(input)", a -> a.promoted("input").rsqrt());
        table.add(
                "torch.sgn(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").sgn()
                        : a.tensor("input").sgn());
        table.add("torch.sigmoid(input)", a -> a.promoted("input").sigmoid());
        table.add(
                "torch.sign(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").sign()
                        : a.tensor("input").sign());
        table.add("torch.sin(input)", a -> a.promoted("input").sin());
        table.add("torch.sinc(input)", a -> a.promoted("input").sinc());
        table.add("torch.sinh(input)", a -> a.promoted("input").sinh());
        table.add("torch.sqrt(input)", a -> a.promoted("input").sqrt());
        table.add(
                "torch.square(input)",
                a -> a.isWhole("input")
                        ? a.whole("input").square()
                        : a.tensor("input").square());
        table.add("torch.tan(input)", a -> a.promoted("input").tan());
        table.add("torch.tanh(input)", a -> a.promoted("input").tanh());
        table.add(
                "torch.trunc(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").trunc()
                        : a.tensor("input").trunc());
        table.add("torch.zeros_like(input, dtype=None)", a -> like(a, 0));
    }

    /// A tensor of the input's shape, and of its type unless another is given.
    private static Object like(Arguments a, double value) {
        AnyTensor<?> input = a.any("input");
        TypeName type = a.type("dtype");
        TypeName wanted = type != null ? type : TypeName.of(input);
        return switch (wanted.text()) {
            case "int64" -> LongTensor.full(input.shape(), (long) value);
            case "bool" -> BoolTensor.full(input.shape(), value != 0);
            default -> Tensor.full(input.shape(), (float) value);
        };
    }

    private static Object clampedTo(Arguments a, String bound) {
        boolean isMax = bound.equals("max");
        if (a.isBools("input") && a.isBools(bound)) {
            return isMax
                    ? a.bools("input").minimum(a.bools(bound))
                    : a.bools("input").maximum(a.bools(bound));
        }
        if (a.isLongs("input")) {
            LongTensor number = BinaryCalls.longOperand(a, bound);
            return isMax ? a.longs("input").minimum(number) : a.longs("input").maximum(number);
        }
        return isMax
                ? BinaryCalls.<Tensor>with("max", Tensor::clampMax, Tensor::clampMax)
                        .apply(a)
                : BinaryCalls.<Tensor>with("min", Tensor::clampMin, Tensor::clampMin)
                        .apply(a);
    }

    private static Object clamp(Arguments a) {
        if (a.isLongs("input") && (a.isLongs("min") || a.isLongs("max"))) {
            return a.longs("input").clamp(a.optionalLongs("min"), a.optionalLongs("max"));
        }
        if (a.isLongs("input")) {
            return a.longs("input")
                    .clamp(
                            a.has("min") ? a.longInteger("min") : Long.MIN_VALUE,
                            a.has("max") ? a.longInteger("max") : Long.MAX_VALUE);
        }
        boolean byTensors = a.isTensor("min") || a.isTensor("max");
        if (byTensors || !a.has("min") && !a.has("max")) {
            return a.tensor("input").clamp(bound(a, "min"), bound(a, "max"));
        }
        return a.tensor("input")
                .clamp(
                        a.has("min") ? a.single("min") : Float.NEGATIVE_INFINITY,
                        a.has("max") ? a.single("max") : Float.POSITIVE_INFINITY);
    }

    private static @Nullable Tensor bound(Arguments a, String name) {
        return a.isNumber(name) ? Tensor.scalar(a.single(name)) : a.optionalTensor(name);
    }
}
