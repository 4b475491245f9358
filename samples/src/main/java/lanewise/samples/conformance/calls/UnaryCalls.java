package lanewise.samples.conformance.calls;

import lanewise.autograd.Tensor;

/// Element-wise operations on one tensor.
final class UnaryCalls {
    private UnaryCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.abs(input)", a -> a.tensor("input").abs());
        table.add("torch.clamp(input, min=None, max=None)", UnaryCalls::clamp);
        table.add("torch.clamp_max(input, max)", a -> a.tensor("input").clampMax(a.single("max")));
        table.add("torch.clamp_min(input, min)", a -> a.tensor("input").clampMin(a.single("min")));
        table.add("torch.clone(input)", a -> a.tensor("input").clone());
        table.add("Tensor.contiguous(input)", a -> a.tensor("input").contiguous());
        table.add("torch.cos(input)", a -> a.tensor("input").cos());
        table.add("torch.erf(input)", a -> a.tensor("input").erf());
        table.add("torch.exp(input)", a -> a.tensor("input").exp());
        table.add("torch.expm1(input)", a -> a.tensor("input").expm1());
        table.add(
                "torch.full_like(input, fill_value, dtype=None)",
                a -> Tensor.full(a.tensor("input").shape(), a.single("fill_value")));
        table.add("torch.log(input)", a -> a.tensor("input").log());
        table.add("torch.log1p(input)", a -> a.tensor("input").log1p());
        table.add("torch.logical_not(input)", a -> a.bools("input").not());
        table.add("torch.neg(input)", a -> a.tensor("input").neg());
        table.add("torch.ones_like(input, dtype=None)", a -> Tensor.onesLike(a.tensor("input")));
        table.add("torch.reciprocal(input)", a -> a.tensor("input").reciprocal());
        table.add("torch.rsqrt(input)", a -> a.tensor("input").rsqrt());
        table.add("torch.sigmoid(input)", a -> a.tensor("input").sigmoid());
        table.add("torch.sign(input)", a -> a.tensor("input").sign());
        table.add("torch.sin(input)", a -> a.tensor("input").sin());
        table.add("torch.sqrt(input)", a -> a.tensor("input").sqrt());
        table.add("torch.square(input)", a -> a.tensor("input").square());
        table.add("torch.tanh(input)", a -> a.tensor("input").tanh());
        table.add("torch.zeros_like(input, dtype=None)", a -> Tensor.zerosLike(a.tensor("input")));
    }

    private static Tensor clamp(Arguments a) {
        if (!a.has("min") && !a.has("max")) {
            throw new NotExpressibleException("torch.clamp without bounds");
        }
        return a.tensor("input")
                .clamp(
                        a.has("min") ? a.single("min") : Float.NEGATIVE_INFINITY,
                        a.has("max") ? a.single("max") : Float.POSITIVE_INFINITY);
    }
}
