package lanewise.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A numpy `dtype` in a pickle, and the numbers that have one: numpy writes each as the bytes of its element.
final class NumpyType {
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            Map.entry("b1", 1),
            Map.entry("i1", 1),
            Map.entry("i2", 2),
            Map.entry("i4", 4),
            Map.entry("i8", 8),
            Map.entry("u1", 1),
            Map.entry("u2", 2),
            Map.entry("u4", 4),
            Map.entry("u8", 8),
            Map.entry("f2", 2),
            Map.entry("f4", 4),
            Map.entry("f8", 8));

    /// A kind and a number of bytes, as `f8`.
    final String code;

    private final int length;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    private NumpyType(String code, int length) {
        this.code = code;
        this.length = length;
    }

    /// `dtype(code, align, copy)`.
    static Object of(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 1, 3);
        String code = Arguments.get(arguments, 0, String.class, "a text");
        Integer length = LENGTHS.get(code);
        if (length == null) {
            throw new FileFormatException("the type is " + Pickled.shown(code)
                    + "; truth values, whole numbers and floats can be read. In Python, save the number: value.item()");
        }
        return new NumpyType(code, length);
    }

    /// `scalar(dtype, bytes)`: a truth value, a whole number, or a float.
    static Object scalar(List<@Nullable Object> arguments) throws FileFormatException {
        Arguments.checkCount(arguments, 2, 2);
        NumpyType type = Arguments.get(arguments, 0, NumpyType.class, "a dtype");
        return type.value(
                Arguments.get(arguments, 1, Pickled.Bytes.class, "bytes").bytes());
    }

    /// Takes over what is said of the type after it has been made: `(version, byte order, ...)`.
    void build(@Nullable Object state) throws FileFormatException {
        if (!(state instanceof Pickled.Tuple(List<@Nullable Object> parts)
                && parts.size() >= 2
                && parts.get(1) instanceof String byteOrder)) {
            throw new FileFormatException("a dtype of numpy is told " + Pickled.kind(state) + ", not its byte order");
        }
        if (!byteOrder.matches("[<>|=]")) {
            throw new FileFormatException("the byte order of a dtype of numpy is " + Pickled.shown(byteOrder));
        }
        order = byteOrder.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private Object value(byte[] element) throws FileFormatException {
        if (element.length != length) {
            throw new FileFormatException("a number of type " + code + " has " + element.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(element).order(order);
        return switch (code.charAt(0)) {
            case 'b' -> element[0] != 0;
            case 'f' ->
                switch (length) {
                    case 2 -> (double) Float.float16ToFloat(bytes.getShort());
                    case 4 -> (double) bytes.getFloat();
                    default -> bytes.getDouble();
                };
            default -> whole(bytes);
        };
    }

    /// A text where it does not fit 63 bits, as other whole numbers in a pickle.
    private Object whole(ByteBuffer bytes) {
        boolean isSigned = code.charAt(0) == 'i';
        return switch (length) {
            case 1 -> isSigned ? (long) bytes.get() : Byte.toUnsignedLong(bytes.get());
            case 2 -> isSigned ? (long) bytes.getShort() : Short.toUnsignedLong(bytes.getShort());
            case 4 -> isSigned ? (long) bytes.getInt() : Integer.toUnsignedLong(bytes.getInt());
            default -> {
                long value = bytes.getLong();
                yield isSigned || value >= 0 ? (Object) value : Long.toUnsignedString(value);
            }
        };
    }
}
