package lanewise.samples.conformance.calls;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// What a call returned, one value after another.
public final class CallResults {
    private CallResults() {}

    /// The tensors, truth values and nulls in a result, in their order. A number is a tensor of one.
    ///
    /// @throws IllegalArgumentException if there is something else in it
    public static List<@Nullable Object> flat(@Nullable Object result) {
        List<@Nullable Object> values = new ArrayList<>();
        collect(result, values);
        return values;
    }

    private static void collect(@Nullable Object result, List<@Nullable Object> values) {
        switch (result) {
            case null -> values.add(null);
            case Tensor _, LongTensor _, BoolTensor _, Boolean _ -> values.add(result);
            case Float number -> values.add(Tensor.scalar(number));
            case Double number -> values.add(Tensor.scalar((float) (double) number));
            case Integer number -> values.add(LongTensor.full(Shape.SCALAR, number));
            case Long number -> values.add(LongTensor.full(Shape.SCALAR, number));
            case Iterable<?> several -> several.forEach(value -> collect(value, values));
            case Object[] several -> Arrays.asList(several).forEach(value -> collect(value, values));
            case Record composite -> {
                for (RecordComponent component : composite.getClass().getRecordComponents()) {
                    collect(value(composite, component), values);
                }
            }
            default ->
                throw new IllegalArgumentException(
                        "a result of type " + result.getClass().getName());
        }
    }

    private static @Nullable Object value(Record composite, RecordComponent component) {
        try {
            return component.getAccessor().invoke(composite);
        } catch (ReflectiveOperationException problem) {
            throw new IllegalArgumentException("cannot read " + component + " of a result", problem);
        }
    }
}
