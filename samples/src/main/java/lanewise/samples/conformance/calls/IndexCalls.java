package lanewise.samples.conformance.calls;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.ScatterReduction;
import lanewise.nn.functional.Functional;
import org.jspecify.annotations.Nullable;

/// Elements by their indices, by masks, and in order.
final class IndexCalls {
    private IndexCalls() {}

    static void addTo(CallTable table) {
        addReading(table);
        addWriting(table);
        addOrdering(table);
    }

    private static void addReading(CallTable table) {
        table.add(
                "torch.nn.functional.embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, sparse=False)",
                a -> Functional.embedding(a.longs("input"), a.tensor("weight"), SequenceModules.embeddingOptions(a)));
        table.add("torch.nn.functional.one_hot(tensor, num_classes=-1)", IndexCalls::oneHot);
        table.add(
                "torch.gather(input, dim, index, sparse_grad=False)",
                a -> a.any("input").gather(a.integer("dim"), a.longs("index")));
        table.add("Tensor.__getitem__(input, index)", a -> a.any("input").get(a.indices("index")));
        table.add(
                "torch.index_select(input, dim, index)",
                a -> a.any("input").indexSelect(a.integer("dim"), a.longs("index")));
        table.add("torch.masked_select(input, mask)", a -> a.any("input").maskedSelect(a.bools("mask")));
        table.add("torch.take(input, index)", a -> a.any("input").take(a.longs("index")));
        table.add(
                "torch.take_along_dim(input, indices, dim=None)",
                a -> a.has("dim")
                        ? a.any("input").takeAlongDim(a.longs("indices"), a.integer("dim"))
                        : a.any("input").takeAlongDim(a.longs("indices")));
    }

    private static void addWriting(CallTable table) {
        table.add(
                "torch.index_add(input, dim, index, source, alpha=1)",
                a -> a.isBools("input") && a.isFlag("alpha") && a.flag("alpha")
                        ? a.bools("input").indexAdd(a.integer("dim"), a.longs("index"), a.bools("source"))
                        : a.isLongs("input")
                                ? a.longs("input")
                                        .indexAdd(
                                                a.integer("dim"),
                                                a.longs("index"),
                                                a.longs("source"),
                                                a.longInteger("alpha"))
                                : a.tensor("input")
                                        .indexAdd(
                                                a.integer("dim"),
                                                a.longs("index"),
                                                a.tensor("source"),
                                                a.single("alpha")));
        table.add(
                "torch.index_copy(input, dim, index, source)",
                a -> a.isLongs("input")
                        ? a.longs("input").indexCopy(a.integer("dim"), a.longs("index"), a.longs("source"))
                        : a.isBools("input")
                                ? a.bools("input").indexCopy(a.integer("dim"), a.longs("index"), a.bools("source"))
                                : a.tensor("input").indexCopy(a.integer("dim"), a.longs("index"), a.tensor("source")));
        table.add("torch.index_fill(input, dim, index, value)", IndexCalls::indexFill);
        table.add("torch.index_put(input, indices, values, accumulate=False)", IndexCalls::indexPut);
        table.add(
                "torch.index_reduce(input, dim, index, source, reduce, include_self=True)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .indexReduce(
                                        a.integer("dim"),
                                        a.longs("index"),
                                        a.longs("source"),
                                        reduction(a.text("reduce")),
                                        a.flag("include_self"))
                        : a.tensor("input")
                                .indexReduce(
                                        a.integer("dim"),
                                        a.longs("index"),
                                        a.tensor("source"),
                                        reduction(a.text("reduce")),
                                        a.flag("include_self")));
        table.add("torch.masked_fill(input, mask, value)", IndexCalls::maskedFill);
        table.add(
                "torch.masked_scatter(input, mask, source)",
                a -> a.isLongs("input")
                        ? a.longs("input").maskedScatter(a.bools("mask"), a.longs("source"))
                        : a.isBools("input")
                                ? a.bools("input").maskedScatter(a.bools("mask"), a.bools("source"))
                                : a.tensor("input").maskedScatter(a.bools("mask"), a.tensor("source")));
        table.add("torch.put(input, index, source, accumulate=False)", IndexCalls::put);
        table.add("torch.scatter(input, dim, index, src, reduce=None)", IndexCalls::scatter);
        table.add(
                "torch.scatter_add(input, dim, index, src)",
                a -> a.isBools("input")
                        ? a.bools("input").scatterAdd(a.integer("dim"), a.longs("index"), a.bools("src"))
                        : a.isLongs("input")
                                ? a.longs("input").scatterAdd(a.integer("dim"), a.longs("index"), a.longs("src"))
                                : a.tensor("input").scatterAdd(a.integer("dim"), a.longs("index"), a.tensor("src")));
        table.add(
                "torch.scatter_reduce(input, dim, index, src, reduce, include_self=True)",
                a -> a.isBools("input")
                        ? a.bools("input")
                                .scatterReduce(
                                        a.integer("dim"),
                                        a.longs("index"),
                                        a.bools("src"),
                                        reduction(a.text("reduce")),
                                        a.flag("include_self"))
                        : a.isLongs("input")
                                ? a.longs("input")
                                        .scatterReduce(
                                                a.integer("dim"),
                                                a.longs("index"),
                                                a.longs("src"),
                                                reduction(a.text("reduce")),
                                                a.flag("include_self"))
                                : a.tensor("input")
                                        .scatterReduce(
                                                a.integer("dim"),
                                                a.longs("index"),
                                                a.tensor("src"),
                                                reduction(a.text("reduce")),
                                                a.flag("include_self")));
    }

    private static void addOrdering(CallTable table) {
        table.add(
                "torch.argsort(input, dim=-1, descending=False, stable=False)",
                a -> a.isWhole("input")
                        ? a.whole("input").argsort(a.integer("dim"), a.flag("descending"))
                        : a.tensor("input").argsort(a.integer("dim"), a.flag("descending")));
        table.add(
                "torch.bucketize(input, boundaries, out_int32=False, right=False)",
                a -> a.promoted("input").bucketize(a.promoted("boundaries"), a.flag("right")));
        table.add("torch.isin(elements, test_elements, assume_unique=False, invert=False)", IndexCalls::isin);
        table.add(
                "torch.searchsorted(sorted_sequence, input, out_int32=False, right=False, side=None, sorter=None)",
                IndexCalls::searchsorted);
        table.add("torch.argwhere(input)", IndexCalls::nonzero);
        table.add(
                "torch.msort(input)",
                a -> a.isBools("input")
                        ? a.bools("input").msort()
                        : a.isLongs("input")
                                ? a.longs("input").msort()
                                : a.tensor("input").msort());
        table.add(
                "torch.nonzero(input, as_tuple=False)", a -> a.flag("as_tuple") ? mask(a).nonzeroTuple() : nonzero(a));
        table.add("torch.sort(input, dim=-1, descending=False, stable=False)", IndexCalls::sort);
        table.add(
                "torch.topk(input, k, dim=-1, largest=True, sorted=True)",
                a -> a.isLongs("input")
                        ? a.longs("input").topk(a.integer("k"), a.integer("dim"), a.flag("largest"))
                        : a.tensor("input").topk(a.integer("k"), a.integer("dim"), a.flag("largest")));
    }

    private static LongTensor oneHot(Arguments a) {
        int classes = a.integer("num_classes");
        return classes == -1 ? Functional.oneHot(a.longs("tensor")) : Functional.oneHot(a.longs("tensor"), classes);
    }

    private static BoolTensor isin(Arguments a) {
        boolean _ = a.flag("assume_unique"); // which only makes it faster
        BoolTensor found = a.isLongs("elements")
                ? a.longs("elements").isin(a.longs("test_elements"))
                : a.tensor("elements").isin(a.tensor("test_elements"));
        return a.flag("invert") ? found.not() : found;
    }

    private static LongTensor searchsorted(Arguments a) {
        Tensor sequence = a.promoted("sorted_sequence");
        Tensor rising = a.has("sorter") ? sequence.gather(-1, a.longs("sorter")) : sequence;
        Tensor values = a.isNumber("input") ? Tensor.scalar(a.single("input")) : a.promoted("input");
        boolean right = a.has("side") ? "right".equals(a.text("side")) : a.flag("right");
        return rising.searchsorted(values, right);
    }

    private static LongTensor nonzero(Arguments a) {
        return mask(a).nonzero();
    }

    private static BoolTensor mask(Arguments a) {
        return BinaryCalls.truths(a, "input");
    }

    private static Object maskedFill(Arguments a) {
        BoolTensor mask = a.bools("mask");
        if (a.isLongs("input")) {
            long value = a.isLongs("value") ? a.longs("value").item() : a.longInteger("value");
            return a.longs("input").maskedFill(mask, value);
        }
        if (a.isBools("input")) {
            boolean value = a.isBools("value") ? a.bools("value").item() : a.flag("value");
            return a.bools("input").maskedFill(mask, value);
        }
        return a.isTensor("value")
                ? a.tensor("input").maskedFill(mask, a.tensor("value"))
                : a.tensor("input").maskedFill(mask, a.single("value"));
    }

    /// The order is a stable one either way.
    private static Object sort(Arguments a) {
        boolean _ = a.has("stable") && a.flag("stable");
        if (a.isBools("input")) {
            return a.bools("input").sort(a.integer("dim"), a.flag("descending"));
        }
        if (a.isLongs("input")) {
            return a.longs("input").sort(a.integer("dim"), a.flag("descending"));
        }
        return a.tensor("input").sort(a.integer("dim"), a.flag("descending"));
    }

    private static Object indexFill(Arguments a) {
        int dim = a.integer("dim");
        LongTensor index = a.longs("index");
        if (a.isLongs("input")) {
            return a.longs("input")
                    .indexFill(dim, index, BinaryCalls.longOperand(a, "value").item());
        }
        if (a.isBools("input")) {
            boolean value = a.isBools("value") ? a.bools("value").item() : a.flag("value");
            return a.bools("input").indexFill(dim, index, value);
        }
        return a.isTensor("value")
                ? a.tensor("input").indexFill(dim, index, a.tensor("value"))
                : a.tensor("input").indexFill(dim, index, a.single("value"));
    }

    private static Object put(Arguments a) {
        boolean accumulate = a.flag("accumulate");
        if (a.isLongs("input")) {
            return a.longs("input").put(a.longs("index"), a.longs("source"), accumulate);
        }
        if (a.isBools("input")) {
            return a.bools("input").put(a.longs("index"), a.bools("source"), accumulate);
        }
        return a.tensor("input").put(a.longs("index"), a.tensor("source"), accumulate);
    }

    private static Object indexPut(Arguments a) {
        List<@Nullable Object> given = a.list("indices");
        if (a.isTensor("input") && given.size() == 1 && given.getFirst() instanceof BoolTensor mask) {
            return a.tensor("input").indexPut(mask, a.tensor("values"), a.flag("accumulate"));
        }
        List<@Nullable LongTensor> indices = new ArrayList<>();
        for (@Nullable Object index : given) {
            if (index instanceof BoolTensor mask) {
                indices.addAll(mask.nonzeroTuple());
            } else {
                indices.add((LongTensor) index);
            }
        }
        boolean accumulate = a.flag("accumulate");
        if (a.isLongs("input")) {
            return a.longs("input").indexPut(indices, a.longs("values"), accumulate);
        }
        if (a.isBools("input")) {
            return a.bools("input").indexPut(indices, a.bools("values"), accumulate);
        }
        return a.tensor("input").indexPut(indices, a.tensor("values"), accumulate);
    }

    private static Object scatter(Arguments a) {
        LongTensor index = a.longs("index");
        int dim = a.integer("dim");
        if (a.isLongs("input")) {
            LongTensor source =
                    a.isInteger("src") ? LongTensor.full(index.shape(), a.longInteger("src")) : a.longs("src");
            return a.has("reduce")
                    ? a.longs("input").scatterReduce(dim, index, source, reduction(a.text("reduce")), true)
                    : a.longs("input").scatter(dim, index, source);
        }
        if (a.isBools("input") && a.has("reduce")) {
            return a.bools("input").scatterReduce(dim, index, a.bools("src"), reduction(a.text("reduce")), true);
        }
        if (a.isBools("input")) {
            return a.isFlag("src")
                    ? a.bools("input").scatter(dim, index, a.flag("src"))
                    : a.bools("input").scatter(dim, index, a.bools("src"));
        }
        Tensor input = a.tensor("input");
        if (!a.has("reduce")) {
            return a.isTensor("src")
                    ? input.scatter(dim, index, a.tensor("src"))
                    : input.scatter(dim, index, a.single("src"));
        }
        Tensor source = a.isTensor("src") ? a.tensor("src") : Tensor.full(index.shape(), a.single("src"));
        return input.scatterReduce(dim, index, source, reduction(a.text("reduce")), true);
    }

    private static ScatterReduction reduction(String name) {
        return switch (name) {
            case "sum", "add" -> ScatterReduction.SUM;
            case "prod", "multiply" -> ScatterReduction.PROD;
            case "mean" -> ScatterReduction.MEAN;
            case "amax" -> ScatterReduction.AMAX;
            case "amin" -> ScatterReduction.AMIN;
            default -> throw new NotExpressibleException("a reduction " + name);
        };
    }
}
