package lanewise.engine.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lanewise.engine.AnyArray;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import org.jspecify.annotations.Nullable;

/// The types in which a file stores arrays: smaller ones than those that they are computed in, for instance half
/// the size with `StorageFormat.DEFAULT.withFloats(Dtype.BF16)`. Truth values are always [Dtype#BOOL].
///
/// @param floats the type of float32 arrays: F32, F16, BF16 or F64
/// @param wholes the type of int64 arrays: any of whole numbers; each number must lie in its range
/// @param byName the types of single arrays, where they differ from those
public record StorageFormat(Dtype floats, Dtype wholes, Map<String, Dtype> byName) {
    /// Everything bit for bit: F32, I64, BOOL.
    public static final StorageFormat DEFAULT = new StorageFormat(Dtype.F32, Dtype.I64, Map.of());

    /// With an unmodifiable copy of the map.
    ///
    /// @throws IllegalArgumentException if `floats` is no type of floats, or `wholes` none of whole numbers
    public StorageFormat {
        if (!(floats.writer instanceof ElementWriter.Floats)) {
            throw new IllegalArgumentException("floats cannot be stored as " + floats + "; F32, F16, BF16, F64 can be");
        }
        if (!(wholes.writer instanceof ElementWriter.Longs)) {
            throw new IllegalArgumentException(
                    "whole numbers cannot be stored as " + wholes + "; I64 to I8 and U64 to U8 can be");
        }
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /// With another type for float32 arrays.
    public StorageFormat withFloats(Dtype dtype) {
        return new StorageFormat(dtype, wholes, byName);
    }

    /// With another type for int64 arrays.
    public StorageFormat withWholes(Dtype dtype) {
        return new StorageFormat(floats, dtype, byName);
    }

    /// With a type for the array of this name alone.
    public StorageFormat with(String name, Dtype dtype) {
        Map<String, Dtype> more = new LinkedHashMap<>(byName);
        more.put(name, dtype);
        return new StorageFormat(floats, wholes, more);
    }

    /// The type for an array.
    ///
    /// @throws IllegalArgumentException if the type of this name is none for such an array
    Dtype of(String name, AnyArray array) {
        @Nullable Dtype own = byName.get(name);
        if (own != null) {
            if (!own.writer.takes(array)) {
                throw new IllegalArgumentException("the array " + JsonWriter.quoted(name) + " cannot be stored as "
                        + own + ": it holds " + kind(array));
            }
            return own;
        }
        return switch (array) {
            case NDArray _ -> floats;
            case LongArray _ -> wholes;
            default -> Dtype.of(array);
        };
    }

    /// @throws IllegalArgumentException if one of the names in this format is not among `names`
    void checkNames(Set<String> names) {
        for (String name : byName.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException("the storage format has a type for " + JsonWriter.quoted(name)
                        + ", but there is no such array; there are " + names);
            }
        }
    }

    private static String kind(AnyArray array) {
        return switch (array) {
            case NDArray _ -> "floats";
            case LongArray _ -> "whole numbers";
            default -> "truth values";
        };
    }
}
