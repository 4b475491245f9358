package lanewise.engine.io;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import org.jspecify.annotations.Nullable;

/// Turns a [StateDict] into the arrays and metadata of a file, and back.
///
/// The metadata [#KEY] hold the tree in JSON: states are objects, lists arrays, numbers, texts and so on
/// themselves; `{"$array": name}` stands for an array, `{"$number": "NaN"}` (or `Infinity`, `-Infinity`) for what
/// JSON has no number for, and a state whose only key could be taken for one of the two is `{"$dict": {...}}`.
final class StateTree {
    static final String KEY = "lanewise.state";

    private static final String ARRAY = "$array";
    private static final String NUMBER = "$number";
    private static final String DICT = "$dict";

    private StateTree() {}

    static NamedArrays flatten(StateDict state) {
        Map<String, AnyArray> arrays = new LinkedHashMap<>();
        Object tree = encoded("", state, arrays);
        boolean flat = arrays.size() == state.size() && arrays.keySet().equals(state.keys());
        return new NamedArrays(arrays, flat ? Map.of() : Map.of(KEY, JsonWriter.write(tree)));
    }

    static StateDict unflatten(NamedArrays content) throws FileFormatException {
        String json = content.metadata().get(KEY);
        if (json == null) {
            StateDict state = new StateDict();
            content.arrays().forEach(state::put);
            return state;
        }
        try {
            return new Decoder(content.arrays()).state(json);
        } catch (FileFormatException e) {
            throw new FileFormatException("metadata " + KEY + ": " + e.getMessage());
        }
    }

    private static @Nullable Object encoded(String path, @Nullable Object value, Map<String, AnyArray> arrays) {
        return switch (value) {
            case AnyArray array -> {
                if (arrays.put(path, array) != null) {
                    throw new IllegalArgumentException("two arrays of the state get the same name in a file: " + path);
                }
                yield Map.of(ARRAY, path);
            }
            case StateDict state -> encodedState(path, state, arrays);
            case List<?> list -> {
                List<@Nullable Object> encoded = new ArrayList<>();
                for (Object element : list) {
                    encoded.add(encoded(joined(path, Integer.toString(encoded.size())), element, arrays));
                }
                yield encoded;
            }
            case Double number when !Double.isFinite(number) -> Map.of(NUMBER, number.toString());
            case null -> null;
            default -> value;
        };
    }

    private static Object encodedState(String path, StateDict state, Map<String, AnyArray> arrays) {
        Map<String, @Nullable Object> encoded = new LinkedHashMap<>();
        for (String key : state.keys()) {
            encoded.put(key, encoded(joined(path, key), state.get(key), arrays));
        }
        return isMarker(encoded) ? Map.of(DICT, encoded) : encoded;
    }

    private static boolean isMarker(Map<?, ?> object) {
        return object.size() == 1
                && (object.containsKey(ARRAY) || object.containsKey(NUMBER) || object.containsKey(DICT));
    }

    private static String joined(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static final class Decoder {
        private final Map<String, AnyArray> arrays;
        private final Set<String> used = new HashSet<>();

        Decoder(Map<String, AnyArray> arrays) {
            this.arrays = arrays;
        }

        StateDict state(String json) throws FileFormatException {
            if (!(decoded(Json.parse(json)) instanceof StateDict state)) {
                throw new FileFormatException("the outermost value must be a state");
            }
            for (String name : arrays.keySet()) {
                if (!used.contains(name)) {
                    throw new FileFormatException(
                            "the tensor " + JsonWriter.quoted(name) + " has no place in the state");
                }
            }
            return state;
        }

        private @Nullable Object decoded(@Nullable Object value) throws FileFormatException {
            return switch (value) {
                case Map<?, ?> object when isMarker(object) -> marked(object);
                case Map<?, ?> object -> dict(object);
                case List<?> list -> {
                    List<@Nullable Object> decoded = new ArrayList<>();
                    for (Object element : list) {
                        decoded.add(decoded(element));
                    }
                    yield decoded;
                }
                case null -> null;
                default -> value;
            };
        }

        private Object marked(Map<?, ?> marker) throws FileFormatException {
            if (marker.get(ARRAY) instanceof String name) {
                AnyArray array = arrays.get(name);
                if (array == null || !used.add(name)) {
                    throw new FileFormatException("the state names a tensor " + JsonWriter.quoted(name)
                            + (array == null ? ", which is not in the file" : " twice"));
                }
                return array;
            }
            if (marker.get(NUMBER) instanceof String number) {
                return number(number);
            }
            if (marker.get(DICT) instanceof Map<?, ?> object) {
                return dict(object);
            }
            throw new FileFormatException("not a value: " + JsonWriter.write(marker));
        }

        private static double number(String name) throws FileFormatException {
            return switch (name) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new FileFormatException("no such number: " + JsonWriter.quoted(name));
            };
        }

        private StateDict dict(Map<?, ?> object) throws FileFormatException {
            StateDict dict = new StateDict();
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                dict.putDecoded((String) entry.getKey(), decoded(entry.getValue()));
            }
            return dict;
        }
    }
}
