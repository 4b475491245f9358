package lanewise.samples.conformance.calls;

import static lanewise.samples.conformance.calls.BinaryCalls.with;

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
        table.add("torch.acos(input)", a -> a.tensor("input").acos());
        table.add("torch.acosh(input)", a -> a.tensor("input").acosh());
        table.add("torch.asin(input)", a -> a.tensor("input").asin());
        table.add("torch.asinh(input)", a -> a.tensor("input").asinh());
        table.add("torch.atan(input)", a -> a.tensor("input").atan());
        table.add("torch.atanh(input)", a -> a.tensor("input").atanh());
        table.add("torch.ceil(input)", a -> a.tensor("input").ceil());
        table.add("torch.clamp(input, min=None, max=None)", UnaryCalls::clamp);
        table.add("torch.clamp_max(input, max)", with("max", Tensor::clampMax, Tensor::clampMax));
        table.add("torch.clamp_min(input, min)", with("min", Tensor::clampMin, Tensor::clampMin));
        table.add("torch.clone(input)", a -> a.tensor("input").clone());
        table.add("Tensor.contiguous(input)", a -> a.tensor("input").contiguous());
        table.add("torch.cos(input)", a -> a.tensor("input").cos());
        table.add("torch.cosh(input)", a -> a.tensor("input").cosh());
        table.add("torch.deg2rad(input)", a -> a.tensor("input").deg2rad());
        table.add("torch.digamma(input)", a -> a.tensor("input").digamma());
        table.add("torch.erf(input)", a -> a.tensor("input").erf());
        table.add("torch.erfc(input)", a -> a.tensor("input").erfc());
        table.add("torch.erfinv(input)", a -> a.tensor("input").erfinv());
        table.add("torch.exp(input)", a -> a.tensor("input").exp());
        table.add("torch.exp2(input)", a -> a.tensor("input").exp2());
        table.add("torch.expm1(input)", a -> a.tensor("input").expm1());
        table.add("torch.floor(input)", a -> a.tensor("input").floor());
        table.add("torch.frac(input)", a -> a.tensor("input").frac());
        table.add(
                "torch.full_like(input, fill_value, dtype=None)",
                a -> Tensor.fullLike(a.tensor("input"), a.single("fill_value")));
        table.add("torch.isfinite(input)", a -> a.tensor("input").isfinite());
        table.add("torch.isinf(input)", a -> a.tensor("input").isinf());
        table.add("torch.isnan(input)", a -> a.tensor("input").isnan());
        table.add("torch.lgamma(input)", a -> a.tensor("input").lgamma());
        table.add("torch.log(input)", a -> a.tensor("input").log());
        table.add("torch.log10(input)", a -> a.tensor("input").log10());
        table.add("torch.log1p(input)", a -> a.tensor("input").log1p());
        table.add("torch.log2(input)", a -> a.tensor("input").log2());
        table.add(
                "torch.logical_not(input)",
                a -> a.isBools("input")
                        ? a.bools("input").not()
                        : a.tensor("input").logicalNot());
        table.add(
                "torch.logit(input, eps=None)",
                a -> a.has("eps")
                        ? a.tensor("input").logit(a.number("eps"))
                        : a.tensor("input").logit());
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
        table.add("torch.ones_like(input, dtype=None)", a -> Tensor.onesLike(a.tensor("input")));
        table.add("torch.positive(input)", a -> a.tensor("input").positive());
        table.add("torch.rad2deg(input)", a -> a.tensor("input").rad2deg());
        table.add("torch.reciprocal(input)", a -> a.tensor("input").reciprocal());
        table.add("torch.round(input, decimals=0)", a -> a.tensor("input").round(a.integer("decimals")));
        table.add("torch.rsqrt(input)", a -> a.tensor("input").rsqrt());
        table.add("torch.sgn(input)", a -> a.tensor("input").sgn());
        table.add("torch.sigmoid(input)", a -> a.tensor("input").sigmoid());
        table.add(
                "torch.sign(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").sign()
                        : a.tensor("input").sign());
        table.add("torch.sin(input)", a -> a.tensor("input").sin());
        table.add("torch.sinc(input)", a -> a.tensor("input").sinc());
        table.add("torch.sinh(input)", a -> a.tensor("input").sinh());
        table.add("torch.sqrt(input)", a -> a.tensor("input").sqrt());
        table.add(
                "torch.square(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").square()
                        : a.tensor("input").square());
        table.add("torch.tan(input)", a -> a.tensor("input").tan());
        table.add("torch.tanh(input)", a -> a.tensor("input").tanh());
        table.add("torch.trunc(input)", a -> a.tensor("input").trunc());
        table.add("torch.zeros_like(input, dtype=None)", a -> Tensor.zerosLike(a.tensor("input")));
    }

    private static Object clamp(Arguments a) {
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
