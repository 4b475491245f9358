package lanewise.optim.lr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// A saved state while a scheduler reads it. What does not fit is noted and read as a harmless value, so that one
/// message can name all of it in the end.
public final class SavedState {
    private final StateDict state;
    private final String path;
    private final List<String> problems;

    private SavedState(StateDict state, String path, List<String> problems) {
        this.state = state;
        this.path = path;
        this.problems = problems;
    }

    SavedState(StateDict state) {
        this(state, "", new ArrayList<>());
    }

    /// @throws StateDictException if there were problems
    void finish(String scheduler) {
        if (!problems.isEmpty()) {
            throw new StateDictException(
                    "the state does not fit the " + scheduler + ":\n  " + String.join("\n  ", problems));
        }
    }

    /// Notes what does not fit.
    public void problem(String key, String text) {
        problems.add(path + key + " " + text);
    }

    /// Whether the state has the key, and something under it.
    public boolean has(String key) {
        return state.has(key) && !state.isNull(key);
    }

    /// The number, which may be infinite or NaN.
    public double number(String key) {
        if (!isThere(key)) {
            return 0;
        }
        if (state.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        problem(key, "is " + state.get(key) + ", not a number");
        return 0;
    }

    /// The number.
    double number(String key, Range range) {
        int before = problems.size();
        double value = number(key);
        if (problems.size() == before) {
            check(key, value, range);
        }
        return value;
    }

    /// The whole number.
    int integer(String key, Range range) {
        int before = problems.size();
        double value = number(key);
        return problems.size() == before ? integer(key, value, range) : 0;
    }

    /// The numbers.
    public double[] numbers(String key) {
        if (!isThere(key)) {
            return new double[0];
        }
        if (state.get(key) instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
            return state.numbers(key);
        }
        problem(key, "is " + state.get(key) + ", not a list of numbers");
        return new double[0];
    }

    /// As many numbers as are expected.
    double[] numbers(String key, int count, Range range) {
        int before = problems.size();
        double[] values = numbers(key);
        if (problems.size() > before) {
            return new double[count];
        }
        if (values.length != count) {
            problem(key, "has " + values.length + " values, the scheduler " + count);
            return new double[count];
        }
        for (int i = 0; i < values.length; i++) {
            check(key + "[" + i + "]", values[i], range);
        }
        return values;
    }

    /// The whole numbers.
    int[] integers(String key, Range range) {
        double[] values = numbers(key);
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = integer(key + "[" + i + "]", values[i], range);
        }
        return integers;
    }

    /// The truth value.
    public boolean flag(String key) {
        if (!isThere(key)) {
            return false;
        }
        if (state.get(key) instanceof Boolean flag) {
            return flag;
        }
        problem(key, "is " + state.get(key) + ", not a truth value");
        return false;
    }

    /// Whether there is such a key, with true under it.
    boolean isTrue(String key) {
        return state.has(key) && Boolean.TRUE.equals(state.get(key));
    }

    /// The constant whose name in small letters the state has.
    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return choice(key, "", type);
    }

    /// The constant whose name in small letters the state has, after the same beginning for all of them.
    <E extends Enum<E>> E choice(String key, String beginning, Class<E> type) {
        E[] choices = type.getEnumConstants();
        if (!isThere(key)) {
            return choices[0];
        }
        List<String> names = new ArrayList<>();
        for (E choice : choices) {
            String name = beginning + text(choice);
            if (name.equals(state.get(key))) {
                return choice;
            }
            names.add(name);
        }
        problem(key, "is " + state.get(key) + ", not one of " + names);
        return choices[0];
    }

    /// What [#choice] reads.
    static String text(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /// The states in a list.
    List<SavedState> states(String key) {
        List<SavedState> states = new ArrayList<>();
        if (isThere(key)) {
            @Nullable Object value = state.get(key);
            if (value instanceof List<?> list && list.stream().allMatch(StateDict.class::isInstance)) {
                for (StateDict one : state.dicts(key)) {
                    states.add(new SavedState(one, path + key + "[" + states.size() + "].", problems));
                }
            } else {
                problem(key, "is " + value + ", not a list of states");
            }
        }
        return states;
    }

    /// What is under the key, or null.
    @Nullable
    Object get(String key) {
        return isThere(key) ? state.get(key) : null;
    }

    private boolean isThere(String key) {
        if (!has(key)) {
            problem(key, "is missing");
            return false;
        }
        return true;
    }

    private int integer(String key, double value, Range range) {
        if (check(key, value, range) && value != Math.rint(value)) {
            problem(key, "is " + value + "; it must be " + range.words());
        }
        return (int) value;
    }

    private boolean check(String key, double value, Range range) {
        if (!range.has(value)) {
            problem(key, "is " + value + "; it must be " + range.words());
            return false;
        }
        return true;
    }
}
