package lanewise.engine.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lanewise.engine.AnyArray;

/// What a file of tensors holds: arrays by name, in order, and free text beside them.
///
/// @param arrays the arrays, in the file's order; not copied
/// @param metadata the file's `__metadata__`
public record NamedArrays(Map<String, AnyArray> arrays, Map<String, String> metadata) {
    /// With unmodifiable copies of the two maps.
    public NamedArrays {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /// Without metadata.
    public NamedArrays(Map<String, AnyArray> arrays) {
        this(arrays, Map.of());
    }

    /// The array of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public AnyArray get(String name) {
        AnyArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("there is no array named " + JsonWriter.quoted(name));
        }
        return array;
    }
}
