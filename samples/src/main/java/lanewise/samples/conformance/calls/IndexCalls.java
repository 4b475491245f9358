package lanewise.samples.conformance.calls;

/// Elements by their indices, by masks, and in order.
final class IndexCalls {
    private IndexCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.gather(input, dim, index, sparse_grad=False)",
                a -> a.tensor("input").gather(a.integer("dim"), a.longs("index")));
        table.add("Tensor.__getitem__(input, index)", a -> a.tensor("input").get(a.indices("index")));
        table.add(
                "torch.index_select(input, dim, index)",
                a -> a.tensor("input").indexSelect(a.integer("dim"), a.longs("index")));
        table.add(
                "torch.masked_fill(input, mask, value)",
                a -> a.tensor("input").maskedFill(a.bools("mask"), a.single("value")));
    }
}
