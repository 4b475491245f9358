package lanewise.samples.conformance.calls;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Activations, and softmax.
final class ActivationCalls {
    private ActivationCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.nn.functional.elu(input, alpha=1.0, inplace=False)",
                a -> Functional.elu(a.tensor("input"), a.number("alpha")));
        table.add("torch.nn.functional.gelu(input, approximate='none')", ActivationCalls::gelu);
        table.add(
                "torch.nn.functional.hardsigmoid(input, inplace=False)",
                a -> Functional.hardsigmoid(a.tensor("input")));
        table.add("torch.nn.functional.hardswish(input, inplace=False)", a -> Functional.hardswish(a.tensor("input")));
        table.add(
                "torch.nn.functional.hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)",
                a -> Functional.hardtanh(a.tensor("input"), a.number("min_val"), a.number("max_val")));
        table.add(
                "torch.nn.functional.leaky_relu(input, negative_slope=0.01, inplace=False)",
                a -> Functional.leakyRelu(a.tensor("input"), a.number("negative_slope")));
        table.add("torch.nn.functional.logsigmoid(input)", a -> Functional.logSigmoid(a.tensor("input")));
        table.add("torch.nn.functional.mish(input, inplace=False)", a -> Functional.mish(a.tensor("input")));
        table.add("torch.nn.functional.relu(input, inplace=False)", a -> Functional.relu(a.tensor("input")));
        table.add("torch.nn.functional.relu6(input, inplace=False)", a -> Functional.relu6(a.tensor("input")));
        table.add("torch.nn.functional.selu(input, inplace=False)", a -> Functional.selu(a.tensor("input")));
        table.add("torch.nn.functional.silu(input, inplace=False)", a -> Functional.silu(a.tensor("input")));
        table.add(
                "torch.nn.functional.softplus(input, beta=1, threshold=20)",
                a -> Functional.softplus(a.tensor("input"), a.number("beta"), a.number("threshold")));
        table.add("torch.nn.functional.softsign(input)", a -> Functional.softsign(a.promoted("input")));
        table.add(
                "torch.log_softmax(input, dim, dtype=None)",
                a -> a.tensor("input").logSoftmax(a.integer("dim")));
        table.add(
                "torch.nn.functional.log_softmax(input, dim=None, _stacklevel=3, dtype=None)",
                a -> Functional.logSoftmax(a.tensor("input"), a.integer("dim")));
        table.add(
                "torch.nn.functional.celu(input, alpha=1.0, inplace=False)",
                a -> Functional.celu(a.tensor("input"), a.number("alpha")));
        table.add("torch.nn.functional.glu(input, dim=-1)", a -> Functional.glu(a.tensor("input"), a.integer("dim")));
        table.add(
                "torch.nn.functional.hardshrink(input, lambd=0.5)",
                a -> Functional.hardshrink(a.tensor("input"), a.number("lambd")));
        table.add(
                "torch.nn.functional.prelu(input, weight)",
                a -> Functional.prelu(a.tensor("input"), a.tensor("weight")));
        table.add(
                "torch.nn.functional.softmin(input, dim=None, _stacklevel=3, dtype=None)",
                a -> Functional.softmin(a.tensor("input"), a.integer("dim")));
        table.add(
                "torch.nn.functional.softshrink(input, lambd=0.5)",
                a -> Functional.softshrink(a.tensor("input"), a.number("lambd")));
        table.add("torch.nn.functional.tanhshrink(input)", a -> Functional.tanhshrink(a.promoted("input")));
        table.add(
                "torch.nn.functional.threshold(input, threshold, value, inplace=False)",
                a -> Functional.threshold(a.tensor("input"), a.number("threshold"), a.number("value")));
        table.add("torch.relu(input)", a -> a.tensor("input").relu());
        table.add(
                "torch.softmax(input, dim, dtype=None)", a -> a.tensor("input").softmax(a.integer("dim")));
        table.add(
                "torch.nn.functional.softmax(input, dim=None, _stacklevel=3, dtype=None)",
                a -> Functional.softmax(a.tensor("input"), a.integer("dim")));
    }

    private static Tensor gelu(Arguments a) {
        return switch (a.text("approximate")) {
            case "none" -> Functional.gelu(a.tensor("input"));
            case "tanh" -> Functional.geluTanh(a.tensor("input"));
            default -> throw new NotExpressibleException("gelu with approximate=" + a.text("approximate"));
        };
    }
}
