package lanewise.engine.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;

/// Reads a pickle's instructions and what follows them. Whatever length they say, nothing is read or allocated
/// beyond the pickle's end.
final class PickleInput {
    /// Bytes of a whole number: more than anybody writes, and few enough to be written as digits at once.
    private static final int LONGEST_NUMBER = 64;

    private final ByteBuffer in;

    PickleInput(byte[] pickle) {
        in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return in.position();
    }

    int remaining() {
        return in.remaining();
    }

    Opcode opcode() throws FileFormatException {
        byte code = take(1).get();
        Opcode opcode = Opcode.of(code);
        if (opcode == null) {
            throw new FileFormatException("there is no instruction 0x" + Integer.toHexString(Byte.toUnsignedInt(code)));
        }
        return opcode;
    }

    int unsignedByte() throws FileFormatException {
        return Byte.toUnsignedInt(take(1).get());
    }

    long unsignedInt() throws FileFormatException {
        return Integer.toUnsignedLong(take(4).getInt());
    }

    /// A text where it takes more than 64 bits, as a seed may.
    Object wholeNumber(int length) throws FileFormatException {
        if (length < 0 || length > LONGEST_NUMBER) {
            throw new FileFormatException("a whole number has " + Integer.toUnsignedString(length) + " bytes; at most "
                    + LONGEST_NUMBER + " can be read");
        }
        byte[] digits = new byte[length + 1]; // the highest first, with a sign that 0 bytes have too
        ByteBuffer bytes = bytes(length);
        for (int i = 0; i < length; i++) {
            digits[length - i] = bytes.get(i);
        }
        digits[0] = (byte) (length > 0 && digits[1] < 0 ? -1 : 0);
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number.toString();
    }

    Pickled.Bytes binary(long length) throws FileFormatException {
        ByteBuffer bytes = bytes(length);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new Pickled.Bytes(copy);
    }

    String text(long length) throws FileFormatException {
        return utf8(bytes(length));
    }

    private ByteBuffer bytes(long length) throws FileFormatException {
        int count = checkedLength(length);
        ByteBuffer bytes = in.slice(in.position(), count);
        in.position(in.position() + count);
        return bytes;
    }

    /// A line without its end.
    String line() throws FileFormatException {
        int end = in.position();
        while (end < in.limit() && in.get(end) != '\n') {
            end++;
        }
        String line = text(end - in.position());
        take(1).get();
        return line;
    }

    private static String utf8(ByteBuffer bytes) throws FileFormatException {
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new FileFormatException("a text is not UTF-8 from its byte " + bytes.position() + " on");
        }
    }

    /// The input, if it has that many further bytes.
    private ByteBuffer take(int count) throws FileFormatException {
        checkedLength(count);
        return in;
    }

    int checkedLength(long count) throws FileFormatException {
        if (count < 0 || count > in.remaining()) {
            throw new FileFormatException(
                    "needs " + Long.toUnsignedString(count) + " further bytes, where " + in.remaining() + " are left");
        }
        return (int) count;
    }

    int signedShort() throws FileFormatException {
        return take(2).getShort();
    }

    int signedInt() throws FileFormatException {
        return take(4).getInt();
    }

    long signedLong() throws FileFormatException {
        return take(8).getLong();
    }

    /// The one number that is written with the highest byte first.
    double float64() throws FileFormatException {
        return Double.longBitsToDouble(Long.reverseBytes(take(8).getLong()));
    }
}
