package lanewise.optim;

import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// Reads options from a group of a saved state. PyTorch adds options over the years: one that is not there keeps
/// its present value.
final class SavedOption {
    private SavedOption() {}

    /// PyTorch lets a learning rate be a tensor `[]`.
    static double number(StateDict group, String key, double present) {
        if (!group.has(key)) {
            return present;
        }
        return group.get(key) instanceof NDArray array ? array.item() : group.number(key);
    }

    static boolean flag(StateDict group, String key, boolean present) {
        return group.has(key) ? group.flag(key) : present;
    }

    /// A whole number.
    static int whole(StateDict group, String key, int present) {
        if (!group.has(key)) {
            return present;
        }
        long saved = group.integer(key);
        if (saved != (int) saved) {
            throw new StateDictException(key + " is " + saved + ", beyond the range of an int");
        }
        return (int) saved;
    }

    /// The text under a key that is there; null for Python's `None`.
    static @Nullable String textOrNull(StateDict group, String key) {
        return group.isNull(key) ? null : group.text(key);
    }

    /// The first number of a pair.
    static double first(StateDict group, String key, double present) {
        return group.has(key) ? pair(group, key)[0] : present;
    }

    /// The second number of a pair.
    static double second(StateDict group, String key, double present) {
        return group.has(key) ? pair(group, key)[1] : present;
    }

    private static double[] pair(StateDict group, String key) {
        double[] values = group.numbers(key);
        if (values.length != 2) {
            throw new StateDictException(key + " has " + values.length + " values, not 2");
        }
        return values;
    }
}
