package lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;

/// Takes a saved state over into a module's: compares all of it first, then copies.
final class ModuleState {
    private final String name;
    private final StateDict own;
    private final StateDict given;
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();
    private final List<String> misfits = new ArrayList<>();

    /// @param name of the module, for messages
    /// @param own the module's live state
    ModuleState(String name, StateDict own, StateDict given) {
        this.name = name;
        this.own = own;
        this.given = given;
        for (String key : own.keys()) {
            if (given.has(key)) {
                compare(key, own.get(key), given.get(key));
            } else {
                missing.add(key);
            }
        }
        for (String key : given.keys()) {
            if (!own.has(key)) {
                unexpected.add(key);
            }
        }
    }

    /// @throws StateDictException if shapes or types differ, or, if `strict`, keys
    void check(boolean strict) {
        if (!misfits.isEmpty() || (strict && !(missing.isEmpty() && unexpected.isEmpty()))) {
            throw new StateDictException(message(strict));
        }
    }

    /// Copies what both have.
    ///
    /// @throws StateDictException as [#check]
    IncompatibleKeys load(boolean strict) {
        check(strict);
        for (String key : own.keys()) {
            if (given.has(key)) {
                copy(own.get(key), given.get(key));
            }
        }
        return new IncompatibleKeys(missing, unexpected);
    }

    private void compare(String key, @Nullable Object mine, @Nullable Object theirs) {
        String wanted = describe(mine);
        String found = describe(theirs);
        if (!wanted.equals(found)) {
            misfits.add(key + " is " + found + ", not " + wanted);
        }
    }

    private String message(boolean strict) {
        StringBuilder text =
                new StringBuilder("the state does not fit the ").append(name).append(':');
        if (strict && !missing.isEmpty()) {
            text.append("\n  missing: ").append(String.join(", ", missing));
        }
        if (strict && !unexpected.isEmpty()) {
            text.append("\n  unexpected: ").append(String.join(", ", unexpected));
        }
        if (!misfits.isEmpty()) {
            text.append("\n  of another kind or shape: ").append(String.join("; ", misfits));
        }
        return text.toString();
    }

    private static String describe(@Nullable Object value) {
        return switch (value) {
            case NDArray array -> "float32 " + array.shape();
            case LongArray array -> "int64 " + array.shape();
            case BoolArray array -> "bool " + array.shape();
            case null -> "nothing";
            default -> "no array";
        };
    }

    /// The module's arrays are contiguous; those of a state need not be.
    private static void copy(@Nullable Object to, @Nullable Object from) {
        if (to instanceof NDArray target && from instanceof NDArray source) {
            source = source.contiguous();
            System.arraycopy(source.data(), source.offset(), target.data(), target.offset(), target.elements());
        } else if (to instanceof LongArray target && from instanceof LongArray source) {
            source = source.contiguous();
            System.arraycopy(source.data(), source.offset(), target.data(), target.offset(), target.elements());
        } else if (to instanceof BoolArray target && from instanceof BoolArray source) {
            source = source.contiguous();
            System.arraycopy(source.data(), source.offset(), target.data(), target.offset(), target.elements());
        }
        if (to instanceof AnyArray target) {
            target.storage().touch();
        }
    }
}
