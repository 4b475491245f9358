package lanewise.samples.conformance.calls;

import java.util.Arrays;
import java.util.List;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.Linalg;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Reductions over dimensions, and what goes along one.
final class ReductionCalls {
    private ReductionCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.all(input, dim=None, keepdim=False)", a -> truths(a).all(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.amax(input, dim=None, keepdim=False)", ReductionCalls::amax);
        table.add("torch.amin(input, dim=None, keepdim=False)", ReductionCalls::amin);
        table.add("torch.aminmax(input, *, dim=None, keepdim=False, out=None)", ReductionCalls::aminmax);
        table.add(
                "torch.any(input, dim=None, keepdim=False)", a -> truths(a).any(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.argmax(input, dim=None, keepdim=False)", a -> argument(a, true));
        table.add("torch.argmin(input, dim=None, keepdim=False)", a -> argument(a, false));
        table.add("torch.count_nonzero(input, dim=None)", a -> truths(a).countNonzero(false, a.integers("dim")));
        table.add(
                "torch.cummax(input, dim)",
                a -> a.isBools("input")
                        ? a.bools("input").cummax(a.integer("dim"))
                        : a.isLongs("input")
                                ? a.longs("input").cummax(a.integer("dim"))
                                : a.tensor("input").cummax(a.integer("dim")));
        table.add(
                "torch.cummin(input, dim)",
                a -> a.isBools("input")
                        ? a.bools("input").cummin(a.integer("dim"))
                        : a.isLongs("input")
                                ? a.longs("input").cummin(a.integer("dim"))
                                : a.tensor("input").cummin(a.integer("dim")));
        table.add(
                "torch.cumprod(input, dim, dtype=None)",
                a -> a.isWhole("input") && hasItsOwnType(a)
                        ? a.whole("input").cumprod(a.integer("dim"))
                        : a.tensor("input").cumprod(a.integer("dim")));
        table.add("torch.cumsum(input, dim, dtype=None)", ReductionCalls::cumsum);
        table.add("torch.diff(input, n=1, dim=-1, prepend=None, append=None)", ReductionCalls::diff);
        table.add("torch.dist(input, other, p=2)", a -> a.tensor("input").dist(a.tensor("other"), a.number("p")));
        table.add(
                "torch.kthvalue(input, k, dim=-1, keepdim=False, out=None)",
                a -> a.isLongs("input")
                        ? a.longs("input").kthvalue(a.integer("k"), a.integer("dim"), a.flag("keepdim"))
                        : floats(a).kthvalue(a.integer("k"), a.integer("dim"), a.flag("keepdim")));
        table.add("torch.linalg.matrix_norm(A, ord='fro', dim=(-2, -1), keepdim=False, dtype=None)", a -> {
            int[] dims = dimensions(a, 2);
            return a.isNumber("ord")
                    ? Linalg.matrixNorm(a.tensor("A"), a.number("ord"), a.flag("keepdim"), dims[0], dims[1])
                    : Linalg.matrixNorm(a.tensor("A"), a.text("ord"), a.flag("keepdim"), dims[0], dims[1]);
        });
        table.add("torch.linalg.norm(A, ord=None, dim=None, keepdim=False, dtype=None)", ReductionCalls::linalgNorm);
        table.add("torch.linalg.svdvals(A)", a -> Linalg.svdvals(a.tensor("A")));
        table.add(
                "torch.linalg.vector_norm(x, ord=2, dim=None, keepdim=False, dtype=None)",
                a -> Linalg.vectorNorm(a.tensor("x"), a.number("ord"), a.flag("keepdim"), a.integers("dim")));
        table.add("torch.logcumsumexp(input, dim)", a -> a.tensor("input").logcumsumexp(a.integer("dim")));
        table.add(
                "torch.logsumexp(input, dim, keepdim=False)",
                a -> a.promoted("input").logsumexp(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.max(input, dim=None, keepdim=False, other=None)", ReductionCalls::max);
        table.add("torch.mean(input, dim=None, keepdim=False, dtype=None, out=None)", ReductionCalls::mean);
        table.add("torch.median(input, dim=None, keepdim=False)", ReductionCalls::median);
        table.add("torch.min(input, dim=None, keepdim=False, other=None)", ReductionCalls::min);
        table.add(
                "torch.nanmean(input, dim=None, keepdim=False, dtype=None)",
                a -> a.tensor("input").nanmean(a.flag("keepdim"), a.integers("dim")));
        table.add(
                "torch.nansum(input, dim=None, keepdim=False, dtype=None)",
                a -> a.isWhole("input")
                        ? a.whole("input").sum(a.flag("keepdim"), a.integers("dim"))
                        : a.tensor("input").nansum(a.flag("keepdim"), a.integers("dim")));
        table.add("torch.norm(input, p='fro', dim=None, keepdim=False, dtype=None)", ReductionCalls::norm);
        table.add("torch.prod(input, dim=None, keepdim=False, dtype=None)", ReductionCalls::prod);
        spread("torch.std", (x, s) -> x.std(s.correction, s.keepDim, s.dims), table);
        spread("torch.std_mean", (x, s) -> x.stdMean(s.correction, s.keepDim, s.dims), table);
        table.add("torch.sum(input, dim=None, keepdim=False, dtype=None)", ReductionCalls::sum);
        table.add(
                "torch.trace(input)",
                a -> a.isLongs("input")
                        ? a.longs("input").diagonal().sum()
                        : a.tensor("input").trace());
        spread("torch.var", (x, s) -> x.var(s.correction, s.keepDim, s.dims), table);
        spread("torch.var_mean", (x, s) -> x.varMean(s.correction, s.keepDim, s.dims), table);
    }

    /// What a variance takes.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Spread(double correction, boolean keepDim, int... dims) {}

    /// Two functions of one name: of all elements, whose second argument is a truth value, and over dimensions.
    private static void spread(
            String name, java.util.function.BiFunction<Tensor, Spread, @Nullable Object> function, CallTable table) {
        table.add(name + "(input, dim=None, unbiased=True, keepdim=False, correction=None)", a -> {
            boolean ofAll = a.isFlag("dim");
            double correction = a.flag(ofAll ? "dim" : "unbiased") ? 1 : 0;
            return function.apply(
                    a.tensor("input"),
                    new Spread(
                            a.has("correction") ? a.number("correction") : correction,
                            a.flag("keepdim"),
                            ofAll ? new int[0] : a.integers("dim")));
        });
    }

    /// The input of a function that here has neither results of other types nor memory given for them.
    private static Tensor floats(Arguments a) {
        if (a.has("out")) {
            throw new NotExpressibleException("a result's memory that is given");
        }
        return a.tensor("input");
    }

    private static Tensor mean(Arguments a) {
        if (TypeName.INT64.equals(a.type("dtype"))) {
            throw new NotExpressibleException("a mean of whole numbers");
        }
        return floats(a).mean(a.flag("keepdim"), a.integers("dim"));
    }

    private static BoolTensor truths(Arguments a) {
        if (a.isBools("input")) {
            return a.bools("input");
        }
        return a.isLongs("input")
                ? a.longs("input").toBool()
                : a.tensor("input").toBool();
    }

    private static Object amax(Arguments a) {
        if (a.isBools("input")) {
            return a.bools("input").amax(a.flag("keepdim"), a.integers("dim"));
        }
        return a.isLongs("input")
                ? a.longs("input").amax(a.flag("keepdim"), a.integers("dim"))
                : a.tensor("input").amax(a.flag("keepdim"), a.integers("dim"));
    }

    private static Object amin(Arguments a) {
        if (a.isBools("input")) {
            return a.bools("input").amin(a.flag("keepdim"), a.integers("dim"));
        }
        return a.isLongs("input")
                ? a.longs("input").amin(a.flag("keepdim"), a.integers("dim"))
                : a.tensor("input").amin(a.flag("keepdim"), a.integers("dim"));
    }

    private static LongTensor argument(Arguments a, boolean largest) {
        boolean keepDim = a.flag("keepdim");
        int[] dims = a.integers("dim");
        if (a.isLongs("input")) {
            LongTensor x = a.longs("input");
            return largest ? x.argmax(keepDim, dims) : x.argmin(keepDim, dims);
        }
        Tensor x = a.tensor("input");
        if (a.has("dim")) {
            return largest ? x.argmax(a.integer("dim"), keepDim) : x.argmin(a.integer("dim"), keepDim);
        }
        int[] ones = new int[keepDim ? x.rank() : 0];
        Arrays.fill(ones, 1);
        return (largest ? x.argmax() : x.argmin()).reshape(ones);
    }

    private static Object diff(Arguments a) {
        int n = a.integer("n");
        int dim = a.integer("dim");
        if (a.isBools("input")) {
            return a.bools("input").diff(n, dim, a.optionalBools("prepend"), a.optionalBools("append"));
        }
        return a.isLongs("input")
                ? a.longs("input").diff(n, dim, a.optionalLongs("prepend"), a.optionalLongs("append"))
                : a.tensor("input").diff(n, dim, a.optionalTensor("prepend"), a.optionalTensor("append"));
    }

    /// Whether the result of whole numbers is to be one of them.
    private static boolean hasItsOwnType(Arguments a) {
        return a.type("dtype") == null || TypeName.INT64.equals(a.type("dtype"));
    }

    /// Of whole numbers and truth values there is no such operation, but both of its parts.
    private static Object aminmax(Arguments a) {
        boolean keepDim = a.flag("keepdim");
        int[] dims = a.integers("dim");
        if (a.isLongs("input")) {
            LongTensor x = keepDim && dims.length > 0 ? a.longs("input").atleast1d() : a.longs("input");
            return List.of(x.amin(keepDim, dims), x.amax(keepDim, dims));
        }
        if (a.isBools("input")) {
            BoolTensor x = keepDim && dims.length > 0 ? a.bools("input").atleast1d() : a.bools("input");
            return List.of(x.amin(keepDim, dims), x.amax(keepDim, dims));
        }
        return floats(a).aminmax(keepDim, dims);
    }

    private static Object median(Arguments a) {
        if (a.isLongs("input")) {
            LongTensor x = a.longs("input");
            return a.has("dim") ? x.median(a.integer("dim"), a.flag("keepdim")) : x.median();
        }
        Tensor x = a.tensor("input");
        return a.has("dim") ? x.median(a.integer("dim"), a.flag("keepdim")) : x.median();
    }

    private static Object prod(Arguments a) {
        if (a.isWhole("input")) {
            return a.whole("input").prod(a.flag("keepdim"), a.integers("dim"));
        }
        return a.has("dim")
                ? a.tensor("input").prod(a.integer("dim"), a.flag("keepdim"))
                : a.tensor("input").prod();
    }

    private static Object cumsum(Arguments a) {
        return a.isWhole("input") && hasItsOwnType(a)
                ? a.whole("input").cumsum(a.integer("dim"))
                : a.tensor("input").cumsum(a.integer("dim"));
    }

    private static Object sum(Arguments a) {
        return a.isWhole("input")
                ? a.whole("input").sum(a.flag("keepdim"), a.integers("dim"))
                : a.tensor("input").sum(a.flag("keepdim"), a.integers("dim"));
    }

    private static Tensor linalgNorm(Arguments a) {
        Tensor x = a.tensor("A");
        boolean keepDim = a.flag("keepdim");
        int[] dims = a.integers("dim");
        if (!a.has("ord")) {
            return Linalg.norm(x, keepDim, dims);
        }
        return a.isNumber("ord")
                ? Linalg.norm(x, a.number("ord"), keepDim, dims)
                : Linalg.norm(x, a.text("ord"), keepDim, dims);
    }

    /// The older function takes the norm of a number's order of all elements it is over, as one vector.
    private static Tensor norm(Arguments a) {
        Tensor x = a.tensor("input");
        boolean keepDim = a.flag("keepdim");
        int[] dims = a.integers("dim");
        if (!a.has("p") || a.isNumber("p")) {
            return x.norm(a.has("p") ? a.number("p") : 2, keepDim, dims);
        }
        return a.text("p").equals("fro") ? Linalg.norm(x, keepDim, dims) : Linalg.norm(x, a.text("p"), keepDim, dims);
    }

    private static int[] dimensions(Arguments a, int count) {
        int[] dims = a.integers("dim");
        if (dims.length != count) {
            throw new NotExpressibleException("dim of " + dims.length + " dimensions, not " + count);
        }
        return dims;
    }

    /// Three functions of one name: of all elements, along a dimension, and of two tensors.
    private static Object max(Arguments a) {
        if (a.isBools("input")) {
            BoolTensor x = a.bools("input");
            if (a.isBools("dim") || a.isBools("other")) {
                return x.maximum(a.isBools("dim") ? a.bools("dim") : a.bools("other"));
            }
            return a.has("dim") ? x.max(a.integer("dim"), a.flag("keepdim")) : x.max();
        }
        if (a.isLongs("input")) {
            LongTensor x = a.longs("input");
            if (a.isLongs("dim") || a.isLongs("other")) {
                return x.maximum(a.isLongs("dim") ? a.longs("dim") : a.longs("other"));
            }
            return a.has("dim") ? x.max(a.integer("dim"), a.flag("keepdim")) : x.max();
        }
        if (a.isTensor("dim")) {
            return a.tensor("input").maximum(a.tensor("dim"));
        }
        if (a.has("other")) {
            return a.tensor("input").maximum(a.tensor("other"));
        }
        if (a.has("dim")) {
            return a.tensor("input").max(a.integer("dim"), a.flag("keepdim"));
        }
        return a.tensor("input").max();
    }

    private static Object min(Arguments a) {
        if (a.isBools("input")) {
            BoolTensor x = a.bools("input");
            if (a.isBools("dim") || a.isBools("other")) {
                return x.minimum(a.isBools("dim") ? a.bools("dim") : a.bools("other"));
            }
            return a.has("dim") ? x.min(a.integer("dim"), a.flag("keepdim")) : x.min();
        }
        if (a.isLongs("input")) {
            LongTensor x = a.longs("input");
            if (a.isLongs("dim") || a.isLongs("other")) {
                return x.minimum(a.isLongs("dim") ? a.longs("dim") : a.longs("other"));
            }
            return a.has("dim") ? x.min(a.integer("dim"), a.flag("keepdim")) : x.min();
        }
        if (a.isTensor("dim")) {
            return a.tensor("input").minimum(a.tensor("dim"));
        }
        if (a.has("other")) {
            return a.tensor("input").minimum(a.tensor("other"));
        }
        if (a.has("dim")) {
            return a.tensor("input").min(a.integer("dim"), a.flag("keepdim"));
        }
        return a.tensor("input").min();
    }
}
