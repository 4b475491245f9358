package lanewise.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// What does not fit about a saved state, so that one exception says all of it.
final class Misfits {
    private final List<String> found = new ArrayList<>();

    void add(String misfit) {
        found.add(misfit);
    }

    /// Runs `reading`, and notes why it is refused.
    void check(String where, Runnable reading) {
        read(where, () -> {
            reading.run();
            return true;
        });
    }

    /// What `reading` gives; null if it is refused, which is noted.
    <T> @Nullable T read(String where, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            add(message.startsWith(where) ? message : where + ": " + message);
            return null;
        }
    }

    /// @param optimizer the name of what cannot take the state
    void throwIfAny(String optimizer) {
        if (!found.isEmpty()) {
            throw new StateDictException(
                    "the state does not fit the " + optimizer + ":\n  " + String.join("\n  ", found));
        }
    }
}
