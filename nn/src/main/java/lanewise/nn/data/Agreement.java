package lanewise.nn.data;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.io.StateDictException;

/// Collects what in a state differs from what it is loaded into, so that the message names all of it.
final class Agreement {
    private final String owner;
    private final List<String> misfits = new ArrayList<>();

    Agreement(String owner) {
        this.owner = owner;
    }

    Agreement same(String key, long theirs, long mine) {
        return same(key, (Object) theirs, mine);
    }

    Agreement same(String key, Object theirs, Object mine) {
        if (!theirs.equals(mine)) {
            misfits.add(key + " is " + theirs + ", not " + mine);
        }
        return this;
    }

    Agreement within(String key, long value, int last) {
        if (value < 0 || value > last) {
            misfits.add(key + " is " + value + ", not from 0 to " + last);
        }
        return this;
    }

    /// @throws StateDictException if anything differs
    void check() {
        if (!misfits.isEmpty()) {
            throw new StateDictException("the state does not fit the " + owner + ": " + String.join(", ", misfits));
        }
    }
}
