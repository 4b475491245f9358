package lanewise.engine.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lanewise.engine.Generator;

/// Damages files in every way that chance finds: bits, bytes, pieces that are taken out, doubled or put in,
/// numbers, the end.
///
/// @param pieces of text, right or wrong, to be put where they do not belong
/// @param lengthAt where the file says in two bytes how long its header is; behind that the pieces are put, and
///     mostly that length is set right; negative if there is none
record Damage(List<String> pieces, int lengthAt) {
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "-1",
            "00",
            "1.0",
            "127",
            "255",
            "65536",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775807",
            "18446744073709551615",
            "99999999999999999999");

    private static final long[] BINARY = {
        0, 1, -1, 0x7f, 0x80, 0x7fff, 0xffff, Integer.MAX_VALUE, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE
    };

    /// The file with one to three damages. Never empty, unless it was.
    byte[] applied(byte[] file, Generator random) {
        byte[] damaged = file;
        for (int damages = random.nextInt(3); damages >= 0 && damaged.length > 0; damages--) {
            damaged = once(damaged, random);
        }
        return damaged;
    }

    private byte[] once(byte[] file, Generator random) {
        int at = random.nextInt(file.length);
        return switch (random.nextInt(11)) {
            case 0 -> withBit(file, at, random.nextInt(8));
            case 1 -> withBit(file, at % 16 % file.length, random.nextInt(8)); // lengths and magic numbers
            case 2 -> spliced(file, at, new byte[] {(byte) random.nextInt(256)}, 1);
            case 3 -> Arrays.copyOf(file, Math.max(at, 1));
            case 4 -> spliced(file, at, new byte[0], random.nextInt(20));
            case 5 -> spliced(file, at, Arrays.copyOfRange(file, at / 2, at), 0);
            case 6 -> spliced(file, at, Arrays.copyOfRange(file, at / 3, at / 2), at / 2 - at / 3);
            case 7 -> withText(file, at, piece(random), 0, random);
            case 8 -> withText(file, at, piece(random), 1 + random.nextInt(6), random);
            case 9 -> withNumber(file, at, random);
            default -> withBinary(file, at, random);
        };
    }

    private String piece(Generator random) {
        return pieces.get(random.nextInt(pieces.size()));
    }

    private byte[] withText(byte[] file, int at, String piece, int removed, Generator random) {
        int start = lengthAt < 0 ? at : Math.max(at, lengthAt + 2);
        byte[] changed = spliced(file, start, piece.getBytes(StandardCharsets.UTF_8), removed);
        if (lengthAt >= 0 && changed.length > lengthAt + 1 && random.nextInt(4) > 0) {
            ByteBuffer length = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
            length.putShort(lengthAt, (short) (length.getShort(lengthAt) + changed.length - file.length));
        }
        return changed;
    }

    /// With another number in place of the next that is written in digits.
    private byte[] withNumber(byte[] file, int from, Generator random) {
        int start = from;
        while (start < file.length && !isDigit(file[start])) {
            start++;
        }
        int end = start;
        while (end < file.length && isDigit(file[end])) {
            end++;
        }
        return withText(file, start, NUMBERS.get(random.nextInt(NUMBERS.size())), end - start, random);
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    /// With another binary number of 1, 2, 4 or 8 bytes.
    private static byte[] withBinary(byte[] file, int at, Generator random) {
        int length = 1 << random.nextInt(4);
        byte[] number = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(BINARY[random.nextInt(BINARY.length)])
                .array();
        return spliced(file, at, Arrays.copyOf(number, length), length);
    }

    private static byte[] withBit(byte[] bytes, int at, int bit) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << bit);
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int at, byte[] inserted, int removed) {
        int from = Math.min(at, bytes.length);
        int to = Math.min(from + removed, bytes.length);
        byte[] changed = new byte[Math.max(from + inserted.length + bytes.length - to, 1)];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(inserted, 0, changed, from, inserted.length);
        System.arraycopy(bytes, to, changed, from + inserted.length, bytes.length - to);
        return changed;
    }
}
