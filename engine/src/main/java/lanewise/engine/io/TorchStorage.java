package lanewise.engine.io;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A storage as a pickle names it: the elements themselves are in an entry of the archive.
///
/// @param key the entry's name below `data/`
/// @param dtype the elements' type; null if it is the tensor that says it, and elements are bytes
/// @param elements how many there are said to be
record TorchStorage(String key, @Nullable Dtype dtype, long elements) {
    /// The storage that a persistent id stands for: `("storage", type, key, device, number of elements)`. The
    /// device does not matter.
    static TorchStorage of(@Nullable Object id) throws FileFormatException {
        if (!(id instanceof Pickled.Tuple(List<@Nullable Object> parts)
                && parts.size() == 5
                && "storage".equals(parts.get(0))
                && parts.get(1) instanceof TorchGlobal type
                && parts.get(2) instanceof String key
                && parts.get(3) instanceof String
                && parts.get(4) instanceof Long elements)) {
            throw new FileFormatException("a persistent id must be a tuple of \"storage\", a type of storage, a key,"
                    + " a device and a number of elements; this is " + Pickled.kind(id));
        }
        if (!type.isStorage()) {
            throw new FileFormatException(
                    "storage " + Pickled.shown(key) + " is of type " + type.fullName + ", which is no storage");
        }
        if (elements < 0) {
            throw new FileFormatException(
                    "storage " + Pickled.shown(key) + " is said to have " + elements + " elements");
        }
        return new TorchStorage(key, type.dtype, elements);
    }

    /// The same elements as another type's. A remainder of less than an element is left over.
    TorchStorage as(Dtype other) {
        return new TorchStorage(key, other, elements / other.bytes);
    }
}
