package lanewise.samples.conformance.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.Index;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The arguments of one case from JSON. A tensor that is named twice is the same object both times.
public final class CallValues {
    private final Function<String, AnyArray> arrays;
    private final Map<String, Object> tensors = new HashMap<>();

    /// @param arrays the arrays by name
    public CallValues(Function<String, AnyArray> arrays) {
        this.arrays = arrays;
    }

    /// The tensor of this name, of its own memory.
    public Object tensor(String name) {
        return tensors.computeIfAbsent(name, key -> tensorOf(arrays.apply(key)));
    }

    /// A list of values.
    public List<@Nullable Object> list(JsonNode json) {
        List<@Nullable Object> values = new ArrayList<>();
        json.forEach(element -> values.add(value(element)));
        return Collections.unmodifiableList(values);
    }

    /// Values by name.
    public Map<String, @Nullable Object> map(JsonNode json) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        json.properties().forEach(field -> values.put(field.getKey(), value(field.getValue())));
        return Collections.unmodifiableMap(values);
    }

    /// A value: null, a truth value, a long, a double, a text, a list, a tensor, or what stands for a type, an
    /// index, a function or a module.
    public @Nullable Object value(JsonNode json) {
        return switch (json.getNodeType()) {
            case NULL, MISSING -> null;
            case BOOLEAN -> json.asBoolean();
            case STRING -> json.asText();
            case ARRAY -> list(json);
            case NUMBER -> json.isIntegralNumber() ? (Object) json.asLong() : (Object) json.asDouble();
            default -> special(json);
        };
    }

    private Object special(JsonNode json) {
        if (json.has("$t")) {
            return tensor(json.get("$t").asText());
        }
        if (json.has("$f")) {
            return switch (json.get("$f").asText()) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
            };
        }
        if (json.has("$dtype")) {
            return new TypeName(json.get("$dtype").asText());
        }
        if (json.has("$index")) {
            List<Index> indices = new ArrayList<>();
            json.get("$index").forEach(entry -> indices.add(index(entry)));
            return indices.toArray(new Index[0]);
        }
        if (json.has("$fn")) {
            return new FunctionName(json.get("$fn").asText());
        }
        if (json.has("$module")) {
            return new ModuleCall(json.get("$module").asText(), list(json.path("args")), map(json.path("kwargs")));
        }
        throw new IllegalArgumentException("a value of an unknown kind: " + json);
    }

    private Index index(JsonNode json) {
        if (json.isNull()) {
            return Index.newAxis();
        }
        if (json.isIntegralNumber()) {
            return Index.at(json.asInt());
        }
        if (json.has("$ellipsis")) {
            return Index.ellipsis();
        }
        if (json.has("$slice")) {
            JsonNode slice = json.get("$slice");
            return Index.slice(
                    slice.path(0).asInt(0),
                    slice.path(1).asInt(Integer.MAX_VALUE),
                    slice.path(2).asInt(1));
        }
        if (json.has("$long")) {
            return Index.of(longs(json.get("$long")));
        }
        return switch (value(json)) {
            case LongTensor positions -> Index.of(positions);
            case BoolTensor mask -> Index.of(mask);
            case Boolean truth -> Index.of(BoolTensor.full(Shape.SCALAR, truth));
            case null, default -> throw new NotExpressibleException("an index " + json);
        };
    }

    private static LongTensor longs(JsonNode json) {
        List<Integer> sizes = new ArrayList<>();
        for (JsonNode level = json; level.isArray(); level = level.path(0)) {
            sizes.add(level.size());
        }
        List<Long> elements = new ArrayList<>();
        collect(json, elements);
        return LongTensor.of(
                Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()),
                elements.stream().mapToLong(Long::longValue).toArray());
    }

    private static void collect(JsonNode json, List<Long> elements) {
        if (json.isArray()) {
            json.forEach(element -> collect(element, elements));
        } else {
            elements.add(json.asLong());
        }
    }

    private static Object tensorOf(AnyArray array) {
        return switch (array) {
            case NDArray floats -> Tensor.of(floats.copy());
            case LongArray longs -> LongTensor.of(longs.copy());
            case BoolArray bools -> BoolTensor.of(bools.copy());
        };
    }
}
