package lanewise.samples.conformance.calls;

/// Reductions over dimensions.
final class ReductionCalls {
    private ReductionCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.all(input)", a -> a.bools("input").all());
        table.add(
                "torch.amax(input, dim=None, keepdim=False)",
                a -> a.tensor("input").amax(a.flag("keepdim"), a.integers("dim")));
        table.add(
                "torch.amin(input, dim=None, keepdim=False)",
                a -> a.tensor("input").amin(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.any(input)", a -> a.bools("input").any());
        table.add(
                "torch.argmax(input, dim=None, keepdim=False)",
                a -> a.tensor("input").argmax(a.integer("dim"), a.flag("keepdim")));
        table.add(
                "torch.argmin(input, dim=None, keepdim=False)",
                a -> a.tensor("input").argmin(a.integer("dim"), a.flag("keepdim")));
        table.add("torch.count_nonzero(input)", a -> a.bools("input").count());
        table.add("torch.max(input, dim=None, keepdim=False, other=None)", ReductionCalls::max);
        table.add(
                "torch.mean(input, dim=None, keepdim=False, dtype=None)",
                a -> a.tensor("input").mean(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.min(input, dim=None, keepdim=False, other=None)", ReductionCalls::min);
        table.add(
                "torch.sum(input, dim=None, keepdim=False, dtype=None)",
                a -> a.tensor("input").sum(a.flag("keepdim"), a.integers("dim")));
    }

    /// Three functions of one name: of all elements, along a dimension, and of two tensors.
    private static Object max(Arguments a) {
        if (a.isTensor("dim")) {
            return a.tensor("input").maximum(a.tensor("dim"));
        }
        if (a.has("other")) {
            return a.tensor("input").maximum(a.tensor("other"));
        }
        if (a.has("dim")) {
            throw new MissingException("torch.max along a dimension");
        }
        return a.tensor("input").max();
    }

    private static Object min(Arguments a) {
        if (a.isTensor("dim")) {
            return a.tensor("input").minimum(a.tensor("dim"));
        }
        if (a.has("other")) {
            return a.tensor("input").minimum(a.tensor("other"));
        }
        if (a.has("dim")) {
            throw new MissingException("torch.min along a dimension");
        }
        return a.tensor("input").min();
    }
}
