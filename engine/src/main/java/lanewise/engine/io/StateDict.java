package lanewise.engine.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// A saved state: values by name, in order. A value is an array, a whole number, another number, a truth value, a
/// text, nothing, a further state, or a list of these; that is all, so every state can be written to a file.
///
/// Modules fill one flat state with arrays under PyTorch's keys. Optimizers nest as PyTorch's do:
///
/// ```java
/// var slots = new StateDict().put("step", 1.0).put("exp_avg", m).put("exp_avg_sq", v);
/// var group = new StateDict().put("lr", 1e-3).put("betas", 0.9, 0.999).put("params", List.of(0L, 1L));
/// return new StateDict().put("state", new StateDict().put("0", slots)).put("param_groups", List.of(group));
/// ```
///
/// The getters name the key and what is there instead, if it is not what they give.
public final class StateDict {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /// With nothing in it.
    public StateDict() {}

    /// Puts an array under a key, in place of what was there. Not copied.
    public StateDict put(String key, AnyArray value) {
        return set(key, value);
    }

    /// Puts a whole number.
    public StateDict put(String key, long value) {
        return set(key, value);
    }

    /// Puts a number, which may be infinite or NaN.
    public StateDict put(String key, double value) {
        return set(key, value);
    }

    /// Puts a truth value.
    public StateDict put(String key, boolean value) {
        return set(key, value);
    }

    /// Puts a text.
    public StateDict put(String key, String value) {
        return set(key, value);
    }

    /// Puts a further state.
    public StateDict put(String key, StateDict value) {
        return set(key, value);
    }

    /// Puts a list of values. The list is copied, what is in it is not.
    ///
    /// @throws IllegalArgumentException if an element is nothing that a state can hold
    public StateDict put(String key, List<? extends @Nullable Object> values) {
        return set(key, checkedList(key, values));
    }

    /// Puts a list of numbers.
    public StateDict put(String key, double... values) {
        List<Object> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return put(key, list);
    }

    /// Puts nothing: Python's `None`.
    public StateDict putNull(String key) {
        return set(key, null);
    }

    /// Takes a key out.
    public StateDict remove(String key) {
        values.remove(key);
        return this;
    }

    /// The keys, in order. Unmodifiable, live.
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// The number of keys.
    public int size() {
        return values.size();
    }

    /// Whether there is such a key.
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /// Whether there is such a key with nothing under it.
    public boolean isNull(String key) {
        return values.containsKey(key) && values.get(key) == null;
    }

    /// The value, whatever it is: an [AnyArray], `Long`, `Double`, `Boolean`, `String`, [StateDict], `List` of
    /// these, or null.
    ///
    /// @throws StateDictException if there is no such key
    public @Nullable Object get(String key) {
        if (!values.containsKey(key)) {
            throw new StateDictException(
                    "the state has no key " + JsonWriter.quoted(key) + "; it has " + abridged(values.keySet()));
        }
        return values.get(key);
    }

    /// The float32 array.
    public NDArray array(String key) {
        return cast(key, NDArray.class, get(key), "a float32 array");
    }

    /// The int64 array.
    public LongArray longs(String key) {
        return cast(key, LongArray.class, get(key), "an int64 array");
    }

    /// The array of truth values.
    public BoolArray bools(String key) {
        return cast(key, BoolArray.class, get(key), "an array of truth values");
    }

    /// The number; a whole one too.
    public double number(String key) {
        return number(key, get(key));
    }

    /// The whole number.
    public long integer(String key) {
        return cast(key, Long.class, get(key), "a whole number");
    }

    /// The truth value.
    public boolean flag(String key) {
        return cast(key, Boolean.class, get(key), "a truth value");
    }

    /// The text.
    public String text(String key) {
        return cast(key, String.class, get(key), "a text");
    }

    /// The state below this one.
    public StateDict dict(String key) {
        return cast(key, StateDict.class, get(key), "a state");
    }

    /// The list. Unmodifiable.
    @SuppressWarnings("unchecked") // only checked lists are put in
    public List<@Nullable Object> list(String key) {
        return cast(key, List.class, get(key), "a list");
    }

    /// The list of states.
    public List<StateDict> dicts(String key) {
        List<StateDict> dicts = new ArrayList<>();
        for (Object element : list(key)) {
            dicts.add(cast(key, StateDict.class, element, "a list of states"));
        }
        return dicts;
    }

    /// The list of numbers.
    public double[] numbers(String key) {
        List<@Nullable Object> list = list(key);
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(key, list.get(i));
        }
        return numbers;
    }

    /// The list of whole numbers.
    public long[] integers(String key) {
        List<@Nullable Object> list = list(key);
        long[] integers = new long[list.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = cast(key, Long.class, list.get(i), "a list of whole numbers");
        }
        return integers;
    }

    /// The same with arrays of its own, all the way down, which belong to no workspace.
    public StateDict copy() {
        StateDict copy = new StateDict();
        values.forEach((key, value) -> copy.values.put(key, copied(value)));
        return copy;
    }

    /// The state in a file: tensors under the path of their keys, joined with dots, as in
    /// `optimizer.state.0.exp_avg`; all else, where there is anything else, as JSON in the metadata
    /// `lanewise.state`. So a flat state of arrays is a plain file of tensors, as Python's
    /// `save_file(model.state_dict(), ...)` writes it.
    ///
    /// @throws IllegalArgumentException if two arrays get the same path
    public NamedArrays flatten() {
        return StateTree.flatten(this);
    }

    /// The state that [#flatten()] made arrays and metadata of; of any other file, a flat state with its arrays.
    ///
    /// @throws FileFormatException if `lanewise.state` in the metadata is malformed or does not fit the arrays
    public static StateDict of(NamedArrays content) throws FileFormatException {
        return StateTree.unflatten(content);
    }

    /// Writes the state to a file; see [#flatten()] and [SafeTensors#write].
    public void save(Path file) throws IOException {
        SafeTensors.write(file, flatten());
    }

    /// Reads a state from a file, its own or any other of tensors; see [#of(NamedArrays)].
    ///
    /// @throws FileFormatException if the file is malformed
    public static StateDict load(Path file) throws IOException {
        NamedArrays content = SafeTensors.read(file);
        try {
            return of(content);
        } catch (FileFormatException e) {
            throw new FileFormatException(file + ": " + e.getMessage());
        }
    }

    /// The keys with a short form of their values.
    @Override
    public String toString() {
        return values.toString();
    }

    /// Puts what a file held: any kind of value.
    void putDecoded(String key, @Nullable Object value) {
        set(key, value instanceof List<?> list ? checkedList(key, list) : value);
    }

    private StateDict set(String key, @Nullable Object value) {
        values.put(key, value);
        return this;
    }

    private static List<@Nullable Object> checkedList(String key, List<?> list) {
        List<@Nullable Object> checked = new ArrayList<>();
        for (Object element : list) {
            checked.add(
                    switch (element) {
                        case Integer number -> (Object) number.longValue();
                        case Float number -> number.doubleValue();
                        case List<?> inner -> checkedList(key, inner);
                        case null -> null;
                        case AnyArray _, Long _, Double _, Boolean _, String _, StateDict _ -> element;
                        default ->
                            throw new IllegalArgumentException("a state cannot hold a "
                                    + element.getClass().getName() + ", as the list " + JsonWriter.quoted(key)
                                    + " does");
                    });
        }
        return Collections.unmodifiableList(checked);
    }

    private static @Nullable Object copied(@Nullable Object value) {
        return switch (value) {
            case AnyArray array -> {
                AnyArray copy = array.copy();
                copy.storage().keep();
                yield copy;
            }
            case StateDict dict -> dict.copy();
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(copied(element)));
                yield Collections.unmodifiableList(copy);
            }
            case null -> null;
            default -> value;
        };
    }

    private static double number(String key, @Nullable Object value) {
        return cast(key, Number.class, value, "a number").doubleValue();
    }

    private static <T> T cast(String key, Class<T> type, @Nullable Object value, String wanted) {
        if (!type.isInstance(value)) {
            throw new StateDictException(
                    "the state's " + JsonWriter.quoted(key) + " is " + kind(value) + ", not " + wanted);
        }
        return type.cast(value);
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case NDArray array -> "a float32 array " + array.shape();
            case LongArray array -> "an int64 array " + array.shape();
            case BoolArray array -> "an array of truth values " + array.shape();
            case StateDict dict -> "a state with " + abridged(dict.keys());
            case List<?> list -> "a list of " + list.size();
            case String text -> "the text " + JsonWriter.quoted(text);
            default -> value.toString();
        };
    }

    private static String abridged(Set<String> keys) {
        List<String> first = keys.stream().limit(20).toList();
        return first.size() < keys.size() ? first + " and " + (keys.size() - first.size()) + " more" : first.toString();
    }
}
