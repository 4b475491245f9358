package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import lanewise.samples.conformance.calls.MissingException;

/// The options of a scheduler from JSON. It watches which of them are read, since those that are not are missing in
/// the library.
final class SchedulerOptions {
    private final JsonNode json;
    private final Set<String> read = new HashSet<>(Set.of("verbose"));

    SchedulerOptions(JsonNode json) {
        this.json = json;
    }

    /// @throws MissingException if there are options that nobody has read
    void checkAllRead() {
        if (number("last_epoch", -1) != -1) {
            throw new MissingException("a schedule that goes on after an epoch");
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw new MissingException("option " + name);
            }
        });
    }

    /// What is under the name, which must be there.
    JsonNode get(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException("option " + name + " is not in " + json);
        }
        return json.get(name);
    }

    /// Whether there is anything under the name.
    boolean has(String name) {
        read.add(name);
        return json.hasNonNull(name);
    }

    double number(String name, double otherwise) {
        return has(name) ? OptionValues.number(json.get(name)) : otherwise;
    }

    double[] numbers(String name) {
        return OptionValues.numbers(get(name));
    }

    double[] numbers(String name, double otherwise) {
        return has(name) ? numbers(name) : new double[] {otherwise};
    }

    int integer(String name) {
        return get(name).asInt();
    }

    int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    int[] integers(String name) {
        JsonNode list = get(name);
        return IntStream.range(0, list.size()).map(i -> list.get(i).asInt()).toArray();
    }

    boolean flag(String name, boolean otherwise) {
        return has(name) ? json.get(name).asBoolean() : otherwise;
    }

    /// In capital letters, as the constants of an enum.
    String constant(String name, Enum<?> otherwise) {
        return has(name) ? json.get(name).asText().toUpperCase(Locale.ROOT) : otherwise.name();
    }

    /// The first of the names that is there, or else the first of all.
    String oneOf(String... names) {
        return Arrays.stream(names).filter(this::has).findFirst().orElse(names[0]);
    }

    /// The functions of a list, or the one function as often as there are groups: formulas of the epoch.
    List<IntToDoubleFunction> functions(String name, int groups) {
        JsonNode texts = get(name);
        List<IntToDoubleFunction> functions = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Formula formula = formula(texts.isArray() ? texts.get(g) : texts);
            functions.add(formula::at);
        }
        return functions;
    }

    /// A text, or an object with one.
    Formula formula(JsonNode text) {
        return Formula.of(text.isObject() ? text.elements().next().asText() : text.asText());
    }
}
