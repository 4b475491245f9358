package lanewise.samples.conformance.calls;

import java.util.function.BiFunction;
import java.util.function.Function;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Element-wise operations on two or three tensors, or on a tensor and a number; comparisons.
final class BinaryCalls {
    private BinaryCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.add(input, other, alpha=1)", withOther(Tensor::add, Tensor::add));
        table.add("torch.div(input, other, rounding_mode=None)", withOther(Tensor::div, Tensor::div));
        table.add("torch.eq(input, other)", BinaryCalls::eq);
        table.add("torch.ge(input, other)", withOther(Tensor::ge, Tensor::ge));
        table.add("torch.gt(input, other)", withOther(Tensor::gt, Tensor::gt));
        table.add("torch.le(input, other)", withOther(Tensor::le, Tensor::le));
        table.add("torch.logical_and(input, other)", a -> a.bools("input").and(a.bools("other")));
        table.add("torch.logical_or(input, other)", a -> a.bools("input").or(a.bools("other")));
        table.add("torch.lt(input, other)", withOther(Tensor::lt, Tensor::lt));
        table.add("torch.maximum(input, other)", a -> a.tensor("input").maximum(a.tensor("other")));
        table.add("torch.minimum(input, other)", a -> a.tensor("input").minimum(a.tensor("other")));
        table.add("torch.mul(input, other)", withOther(Tensor::mul, Tensor::mul));
        table.add("torch.ne(input, other)", withOther(Tensor::ne, Tensor::ne));
        table.add("torch.pow(input, exponent)", with("exponent", Tensor::pow, Tensor::pow));
        table.add("torch.sub(input, other, alpha=1)", withOther(Tensor::sub, Tensor::sub));
        table.add("torch.true_divide(input, other)", withOther(Tensor::div, Tensor::div));
        table.add(
                "torch.where(condition, input, other)",
                a -> a.tensor("input").where(a.bools("condition"), a.tensor("other")));

        // In Python an operator with the tensor on its right: other + input.
        table.add("Tensor.__radd__(input, other)", withOther(Tensor::add, Tensor::add));
        table.add("Tensor.__rdiv__(input, other)", reflected(Tensor::div));
        table.add("Tensor.__rmul__(input, other)", withOther(Tensor::mul, Tensor::mul));
        // PyTorch takes the left one's values alone.
        table.add(
                "Tensor.__rpow__(input, other)",
                reflected((other, input) -> other.detach().pow(input)));
        table.add("Tensor.__rsub__(input, other)", reflected(Tensor::sub));
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

    /// The operation with `input` on the right; a number on the left is a tensor of one.
    private static Function<Arguments, Tensor> reflected(BiFunction<Tensor, Tensor, Tensor> operation) {
        return a -> operation.apply(
                a.isNumber("other") ? Tensor.scalar(a.single("other")) : a.tensor("other"), a.tensor("input"));
    }

    private static @Nullable BoolTensor eq(Arguments a) {
        if (a.isLongs("input")) {
            LongTensor input = a.longs("input");
            return input.eq(a.longs("other"));
        }
        return BinaryCalls.<BoolTensor>withOther(Tensor::eq, Tensor::eq).apply(a);
    }
}
