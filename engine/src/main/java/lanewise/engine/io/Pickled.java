package lanewise.engine.io;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a pickle's values are here: None is null, the others a `Boolean`, `Long`, `Double`, `String`, [Bytes],
/// [Tuple], `List` (mutable, may contain itself; a set too), `Map` with keys that are texts or whole numbers, and
/// what tensors are made of: [TorchGlobal], [TorchStorage], [TorchTensor]. An object that is passed over is
/// [Named].
final class Pickled {
    /// As much of a text from a file as fits a message.
    private static final int MAX_SHOWN = 100;

    private Pickled() {}

    /// A tuple.
    record Tuple(List<@Nullable Object> items) {}

    /// Bytes.
    @SuppressWarnings("ArrayRecordComponent") // it is handed on, never compared
    record Bytes(byte[] bytes) {}

    /// An object that is passed over, or a method of one, by its full name.
    record Named(String name) {}

    /// A value's kind, for messages.
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case Number number -> "the number " + number;
            case String text -> "the text " + shown(text);
            case Tuple tuple -> "a tuple of " + tuple.items.size();
            case List<?> list -> "a list of " + list.size();
            case Map<?, ?> dict -> "a dict of " + dict.size();
            case TorchGlobal global -> "the global " + global.fullName;
            case Bytes bytes -> bytes.bytes.length + " bytes";
            case Named named -> "the object " + named.name;
            case NumpyType type -> "numpy's type " + type.code;
            case TorchStorage _ -> "a storage";
            case TorchTensor _ -> "a tensor";
            default -> throw new AssertionError(value.getClass());
        };
    }

    /// A text in quotes, cut if it is long.
    static String shown(String text) {
        return text.length() <= MAX_SHOWN
                ? JsonWriter.quoted(text)
                : JsonWriter.quoted(text.substring(0, MAX_SHOWN)) + "... of " + text.length() + " characters";
    }
}
