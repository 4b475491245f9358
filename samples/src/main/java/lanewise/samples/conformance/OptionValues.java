package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import lanewise.engine.io.StateDict;
import lanewise.samples.conformance.calls.MissingException;

/// The options of an optimizer from JSON, as the state that optimizers read them from.
final class OptionValues {
    /// Say how PyTorch computes, not what.
    private static final Set<String> WITHOUT_EFFECT = Set.of("foreach", "fused", "capturable", "differentiable");

    private OptionValues() {}

    /// The options of `json` but for those named in `except`.
    ///
    /// @param known the options that the optimizer has
    /// @throws MissingException if `json` has another one
    static StateDict read(JsonNode json, StateDict known, String except) {
        StateDict options = new StateDict();
        for (Map.Entry<String, JsonNode> option : json.properties()) {
            String name = option.getKey();
            if (name.equals(except) || WITHOUT_EFFECT.contains(name)) {
                continue;
            }
            if (!known.has(name)) {
                throw new MissingException("option " + name);
            }
            put(options, name, option.getValue());
        }
        return options;
    }

    /// The number, which may be infinite or NaN.
    static double number(JsonNode json) {
        if (json.has("$f")) {
            String text = json.get("$f").asText();
            return text.endsWith("inf")
                    ? Math.copySign(Double.POSITIVE_INFINITY, text.startsWith("-") ? -1 : 1)
                    : Double.NaN;
        }
        if (!json.isNumber()) {
            throw new IllegalArgumentException(json + " is not a number");
        }
        return json.asDouble();
    }

    /// The numbers of a list, or the one number.
    static double[] numbers(JsonNode json) {
        return json.isArray()
                ? StreamSupport.stream(json.spliterator(), false)
                        .mapToDouble(OptionValues::number)
                        .toArray()
                : new double[] {number(json)};
    }

    private static void put(StateDict options, String name, JsonNode value) {
        switch (value.getNodeType()) {
            case NULL -> options.putNull(name);
            case BOOLEAN -> options.put(name, value.asBoolean());
            case STRING -> options.put(name, value.asText());
            case ARRAY -> options.put(name, numbers(value));
            default -> {
                if (value.isIntegralNumber()) {
                    options.put(name, value.asLong());
                } else {
                    options.put(name, number(value));
                }
            }
        }
    }
}
