package lanewise.nn;

import java.util.List;

/// What a state that was loaded without strictness had too little and too much.
///
/// @param missingKeys those of the module that the state does not have; their tensors stay as they were
/// @param unexpectedKeys those of the state that the module does not have; they are ignored
public record IncompatibleKeys(List<String> missingKeys, List<String> unexpectedKeys) {
    /// With copies of both lists.
    public IncompatibleKeys {
        missingKeys = List.copyOf(missingKeys);
        unexpectedKeys = List.copyOf(unexpectedKeys);
    }

    /// Whether all keys matched.
    public boolean isEmpty() {
        return missingKeys.isEmpty() && unexpectedKeys.isEmpty();
    }
}
