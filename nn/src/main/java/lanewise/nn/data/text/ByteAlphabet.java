package lanewise.nn.data.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// GPT-2's way to write a byte as a character that can be seen: the visible ones of Latin-1 stand for themselves,
/// the others for those from U+0100 on, in their order. So a space is `Ġ` and a line feed `Ċ`.
final class ByteAlphabet {
    static final int SIZE = 256;

    private static final char[] CHARACTERS = new char[SIZE];
    private static final int[] BYTES = new int[2 * SIZE];

    static {
        Arrays.fill(BYTES, -1);
        int next = SIZE;
        for (int b = 0; b < SIZE; b++) {
            boolean visible = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
            CHARACTERS[b] = (char) (visible ? b : next++);
            BYTES[CHARACTERS[b]] = b;
        }
    }

    private ByteAlphabet() {}

    static String character(int b) {
        return String.valueOf(CHARACTERS[b]);
    }

    /// The bytes that a token's text stands for, or nothing if it has a character that stands for none.
    static byte @Nullable [] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = token.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }
}
