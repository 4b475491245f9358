package lanewise.samples.conformance.calls;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// Other shapes, parts and arrangements of tensors, and new ones.
final class ShapeCalls {
    private ShapeCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.arange(start, end=None, step=1, dtype=None)", ShapeCalls::arange);
        table.add("torch.broadcast_to(input, size)", a -> a.tensor("input").expand(a.integers("size")));
        table.add("torch.cat(tensors, dim=0)", a -> Tensor.cat(a.tensors("tensors"), a.integer("dim")));
        table.add("Tensor.expand(input, *size)", a -> a.tensor("input").expand(a.integers("size")));
        table.add("Tensor.expand_as(input, other)", a -> a.tensor("input").expandAs(a.tensor("other")));
        table.add("torch.eye(n, m=None, dtype=None)", a -> Tensor.eye(a.integer("n")));
        table.add(
                "torch.flatten(input, start_dim=0, end_dim=-1)",
                a -> a.tensor("input").rank() == 0
                        ? a.tensor("input").flatten()
                        : a.tensor("input").flatten(a.integer("start_dim"), a.integer("end_dim")));
        table.add(
                "torch.linspace(start, end, steps, dtype=None)",
                a -> Tensor.linspace(a.number("start"), a.number("end"), a.integer("steps")));
        table.add("Tensor.mT(input)", a -> a.tensor("input").transpose(-2, -1));
        table.add("torch.narrow(input, dim, start, length)", ShapeCalls::narrow);
        table.add("torch.ones(*size, dtype=None)", a -> Tensor.ones(a.integers("size")));
        table.add("torch.permute(input, dims)", a -> a.tensor("input").permute(a.integers("dims")));
        table.add("torch.reshape(input, shape)", ShapeCalls::reshape);
        table.add(
                "torch.select(input, dim, index)", a -> a.tensor("input").select(a.integer("dim"), a.integer("index")));
        table.add("aten.slice(input, dim=0, start=None, end=None, step=1)", ShapeCalls::slice);
        table.add("torch.squeeze(input, dim=None)", a -> a.tensor("input").squeeze(a.integers("dim")));
        table.add("torch.stack(tensors, dim=0)", a -> Tensor.stack(a.tensors("tensors"), a.integer("dim")));
        table.add("Tensor.T(input)", a -> a.tensor("input").t());
        table.add("Tensor.t(input)", a -> a.tensor("input").t());
        table.add("torch.t(input)", a -> a.tensor("input").t());
        table.add(
                "torch.transpose(input, dim0, dim1)",
                a -> a.tensor("input").transpose(a.integer("dim0"), a.integer("dim1")));
        table.add("torch.unsqueeze(input, dim)", a -> a.tensor("input").unsqueeze(a.integer("dim")));
        table.add("Tensor.view(input, *shape)", a -> a.tensor("input").view(a.integers("shape")));
        table.add("torch.zeros(*size, dtype=None)", a -> Tensor.zeros(a.integers("size")));
    }

    /// With one number that is the end; of whole numbers it is one of int64 unless the type says otherwise.
    private static Object arange(Arguments a) {
        boolean whole = a.isInteger("start") && a.isInteger("step") && (!a.has("end") || a.isInteger("end"));
        double start = a.has("end") ? a.number("start") : 0;
        double end = a.has("end") ? a.number("end") : a.number("start");
        TypeName type = a.type("dtype");
        boolean isLong = TypeName.INT64.equals(type) || type == null && whole;
        if (!isLong) {
            return Tensor.arange(start, end, a.number("step"));
        }
        if (start != 0 || a.number("step") != 1) {
            throw new MissingException("torch.arange of int64 with a start and a step");
        }
        return LongTensor.arange((int) end);
    }

    private static Object narrow(Arguments a) {
        return a.isLongs("input")
                ? a.longs("input").narrow(a.integer("dim"), a.integer("start"), a.integer("length"))
                : a.tensor("input").narrow(a.integer("dim"), a.integer("start"), a.integer("length"));
    }

    private static Object reshape(Arguments a) {
        return a.isLongs("input")
                ? a.longs("input").reshape(a.integers("shape"))
                : a.tensor("input").reshape(a.integers("shape"));
    }

    private static Tensor slice(Arguments a) {
        int start = a.has("start") ? a.integer("start") : 0;
        int end = a.has("end") ? (int) Math.min(a.longInteger("end"), Integer.MAX_VALUE) : Integer.MAX_VALUE;
        return a.tensor("input").slice(a.integer("dim"), start, end, a.integer("step"));
    }
}
