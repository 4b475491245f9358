package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the functions of Python, numpy and PyTorch that make plain values return here; see [TorchGlobal].
final class PlainValue {
    private PlainValue() {}

    /// `set(list)`: a list, in the file's order.
    static Object set(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 1, 1);
        return Arguments.get(arguments, 0, List.class, "a list");
    }

    /// `encode(text, "latin1")`: how protocol 2 writes bytes, one to a character.
    static Object encode(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 2, 2);
        String text = Arguments.get(arguments, 0, String.class, "a text");
        String encoding = Arguments.get(arguments, 1, String.class, "the name of an encoding");
        if (!encoding.equals("latin1") || text.chars().anyMatch(c -> c > 0xff)) {
            throw new FileFormatException("encodes a text as " + Pickled.shown(encoding)
                    + "; only bytes that are written as text, in latin1, can be read");
        }
        return new Pickled.Bytes(text.getBytes(ISO_8859_1));
    }

    static Object bytearray(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 0, 1);
        return arguments.isEmpty()
                ? new Pickled.Bytes(new byte[0])
                : Arguments.get(arguments, 0, Pickled.Bytes.class, "bytes");
    }

    /// `device(type[, index])`: its name, as `cuda:0`.
    static Object device(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 1, 2);
        String type = Arguments.get(arguments, 0, String.class, "a text");
        return arguments.size() == 1 ? type : type + ":" + Arguments.get(arguments, 1, Long.class, "a whole number");
    }

    /// `getattr(object, name)`: how protocol 2 writes a method, of which only its name is kept.
    static Object attribute(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 2, 2);
        String owner = switch (arguments.get(0)) {
            case Pickled.Named named -> named.name();
            case TorchGlobal global when global.isObject() -> global.fullName;
            case null, default ->
                throw new FileFormatException("asks " + Pickled.kind(arguments.get(0))
                        + " for an attribute; only the methods of a scheduler are read, as their names");
        };
        return new Pickled.Named(owner + "." + Arguments.get(arguments, 1, String.class, "a text"));
    }
}
