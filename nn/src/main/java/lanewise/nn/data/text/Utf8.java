package lanewise.nn.data.text;

import java.nio.charset.StandardCharsets;

/// Text as the bytes that byte-level tokens stand for.
final class Utf8 {
    private Utf8() {}

    /// @throws IllegalArgumentException if the text has half a surrogate pair, which is no character
    static byte[] encode(String text) {
        checkCharacters(text);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void checkCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    throw new IllegalArgumentException(
                            "encode: half a surrogate pair, 0x%x, at character %d".formatted((int) text.charAt(i), i));
                }
                i++;
            }
        }
    }

    /// With U+FFFD where the bytes are no UTF-8.
    static String decode(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
