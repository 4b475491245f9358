package lanewise.samples.conformance.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// Several tensors of one type, whichever it is, as one or side by side.
final class JoiningCalls {
    private JoiningCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.atleast_1d(*tensors)", a -> each(a, AnyTensor::atleast1d));
        table.add("torch.atleast_2d(*tensors)", a -> each(a, AnyTensor::atleast2d));
        table.add("torch.atleast_3d(*tensors)", a -> each(a, AnyTensor::atleast3d));
        table.add("torch.block_diag(*tensors)", a -> ofSeveral(a, Tensor::blockDiag));
        table.add("torch.broadcast_tensors(*tensors)", a -> ofSeveral(a, Tensor::broadcastTensors));
        table.add("torch.cartesian_prod(*tensors)", a -> ofSeveral(a, Tensor::cartesianProd));
        table.add("torch.cat(tensors, dim=0)", JoiningCalls::cat);
        table.add("torch.column_stack(tensors)", a -> ofList(a, Tensor::columnStack));
        table.add("torch.combinations(input, r=2, with_replacement=False)", JoiningCalls::combinations);
        table.add("torch.dstack(tensors)", a -> ofList(a, Tensor::dstack));
        table.add("torch.hstack(tensors)", a -> ofList(a, Tensor::hstack));
        table.add("torch.meshgrid(*tensors, indexing='ij')", JoiningCalls::meshgrid);
        table.add("torch.stack(tensors, dim=0)", JoiningCalls::stack);
        table.add("torch.vstack(tensors)", a -> ofList(a, Tensor::vstack));
    }

    /// A function of tensors that are all of one type.
    private interface OfSeveral {
        <T extends AnyTensor<T>> Object of(T[] tensors);
    }

    /// A function of a list of tensors that are all of one type.
    private interface OfList {
        <T extends AnyTensor<T>> Object of(List<T> tensors);
    }

    private static Object ofSeveral(Arguments a, OfSeveral function) {
        if (isEach(a, LongTensor.class)) {
            return function.of(each(a, LongTensor.class).toArray(new LongTensor[0]));
        }
        return isEach(a, BoolTensor.class)
                ? function.of(each(a, BoolTensor.class).toArray(new BoolTensor[0]))
                : function.of(a.tensors("tensors").toArray(new Tensor[0]));
    }

    private static Object ofList(Arguments a, OfList function) {
        if (isEach(a, LongTensor.class)) {
            return function.of(each(a, LongTensor.class));
        }
        return isEach(a, BoolTensor.class) ? function.of(each(a, BoolTensor.class)) : function.of(a.tensors("tensors"));
    }

    private static boolean isEach(Arguments a, Class<?> type) {
        return !a.list("tensors").isEmpty() && a.list("tensors").stream().allMatch(type::isInstance);
    }

    private static <T> List<T> each(Arguments a, Class<T> type) {
        return a.list("tensors").stream().map(type::cast).toList();
    }

    private static Object cat(Arguments a) {
        if (isEach(a, LongTensor.class)) {
            return LongTensor.cat(each(a, LongTensor.class), a.integer("dim"));
        }
        return isEach(a, BoolTensor.class)
                ? BoolTensor.cat(each(a, BoolTensor.class), a.integer("dim"))
                : Tensor.cat(a.tensors("tensors"), a.integer("dim"));
    }

    private static Object stack(Arguments a) {
        if (isEach(a, LongTensor.class)) {
            return LongTensor.stack(each(a, LongTensor.class), a.integer("dim"));
        }
        return isEach(a, BoolTensor.class)
                ? BoolTensor.stack(each(a, BoolTensor.class), a.integer("dim"))
                : Tensor.stack(a.tensors("tensors"), a.integer("dim"));
    }

    private static Object combinations(Arguments a) {
        int r = a.integer("r");
        boolean again = a.flag("with_replacement");
        if (a.isLongs("input")) {
            return Tensor.combinations(a.longs("input"), r, again);
        }
        return a.isBools("input")
                ? Tensor.combinations(a.bools("input"), r, again)
                : Tensor.combinations(a.tensor("input"), r, again);
    }

    private static Object each(Arguments a, Function<AnyTensor<?>, AnyTensor<?>> function) {
        List<AnyTensor<?>> results = new ArrayList<>();
        for (Object tensor : a.list("tensors")) {
            if (!(tensor instanceof AnyTensor<?> any)) {
                throw new NotExpressibleException("a tensor " + tensor);
            }
            results.add(function.apply(any));
        }
        return results.size() == 1 ? results.getFirst() : results;
    }

    private static Object meshgrid(Arguments a) {
        return switch (a.text("indexing")) {
            case "ij" -> ofSeveral(a, Tensor::meshgrid);
            case "xy" -> ofSeveral(a, Tensor::meshgridXy);
            default -> throw new NotExpressibleException("torch.meshgrid with indexing " + a.text("indexing"));
        };
    }
}
