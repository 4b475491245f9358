package lanewise.samples.conformance.calls;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A call's name and parameters, read from a text such as `torch.add(input, other, alpha=1)`.
final class Signature {
    private static final String KEYWORDS_ONLY = "*";

    private final String name;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();

    /// @param isRest whether it takes all positional arguments that are left
    /// @param isRequired whether there is no default
    private record Parameter(
            boolean isRest, boolean isRequired, @Nullable Object byDefault) {}

    /// Reads the text.
    ///
    /// @throws IllegalArgumentException if it is no signature
    Signature(String text) {
        int open = text.indexOf('(');
        if (open < 0 || !text.endsWith(")")) {
            throw new IllegalArgumentException("no signature: " + text);
        }
        this.name = text.substring(0, open);
        String inside = text.substring(open + 1, text.length() - 1);
        for (String parameter : split(inside)) {
            String stripped = parameter.strip();
            if (!stripped.isEmpty() && !stripped.equals(KEYWORDS_ONLY)) {
                add(stripped);
            }
        }
    }

    private void add(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            parameters.put(text.substring(0, equals), new Parameter(false, false, value(text.substring(equals + 1))));
        } else if (text.startsWith("*")) {
            parameters.put(text.substring(1), new Parameter(true, false, List.of()));
        } else {
            parameters.put(text, new Parameter(false, true, null));
        }
    }

    /// What stands between the commas that are in no brackets.
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(', '[' -> depth++;
                case ')', ']' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(text.substring(begin, i));
                        begin = i + 1;
                    }
                }
                default -> {
                    // A part goes on.
                }
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /// The value of a literal of Python.
    private static @Nullable Object value(String text) {
        return switch (text) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                if (text.startsWith("(") || text.startsWith("[")) {
                    yield split(text.substring(1, text.length() - 1)).stream()
                            .map(String::strip)
                            .filter(element -> !element.isEmpty())
                            .map(Signature::value)
                            .toList();
                }
                if (text.startsWith("'")) {
                    yield text.substring(1, text.length() - 1);
                }
                yield text.matches("-?\\d+") ? (Object) Long.parseLong(text) : (Object) Double.parseDouble(text);
            }
        };
    }

    String name() {
        return name;
    }

    /// Checks that there is such a parameter: whoever reads another one has misspelt it.
    void require(String parameter) {
        if (!parameters.containsKey(parameter)) {
            throw new AssertionError(name + " has no parameter " + parameter + " in the table");
        }
    }

    boolean isRequired(String parameter) {
        return parameters.get(parameter).isRequired();
    }

    @Nullable
    Object byDefault(String parameter) {
        return parameters.get(parameter).byDefault();
    }

    /// The arguments by the parameters' names.
    ///
    /// @throws MissingException if there are more than this signature has
    /// @throws NotExpressibleException if memory for the result is given
    Map<String, @Nullable Object> bind(List<?> positional, Map<String, ?> keywords) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<String> names = List.copyOf(parameters.keySet());
        for (int i = 0; i < positional.size(); i++) {
            if (i >= names.size()) {
                throw new MissingException(name + " with " + positional.size() + " arguments");
            }
            if (parameters.get(names.get(i)).isRest()) {
                values.put(names.get(i), rest(positional.subList(i, positional.size())));
                break;
            }
            values.put(names.get(i), positional.get(i));
        }
        keywords.forEach((keyword, value) -> {
            if (isForAll(keyword, value)) {
                return;
            }
            if (!parameters.containsKey(keyword)) {
                throw new MissingException(name + " with " + keyword);
            }
            values.put(keyword, value);
        });
        return values;
    }

    /// Whether it is one of those that nearly every call of PyTorch has and that mean nothing here.
    ///
    /// @throws NotExpressibleException for a result's memory that is given: here results have memory of their own
    private boolean isForAll(String keyword, @Nullable Object value) {
        if (keyword.equals("out") && value != null && !parameters.containsKey(keyword)) {
            throw new NotExpressibleException(name + " into given memory");
        }
        return keyword.equals("device") && "cpu".equals(value);
    }

    private static @Nullable Object rest(List<?> values) {
        return values.size() == 1 && values.getFirst() instanceof List<?> list ? list : values;
    }
}
