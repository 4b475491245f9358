package lanewise.nn.data.text;

/// A token for each byte of the text's UTF-8: 256 of them, and no text that it cannot spell.
public final class ByteTokenizer implements Tokenizer {
    private static final int BYTES = 256;

    /// There is only one vocabulary.
    public ByteTokenizer() {}

    @Override
    public int vocabularySize() {
        return BYTES;
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = Utf8.encode(text);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return tokens;
    }

    @Override
    public String decode(int... tokens) {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= BYTES) {
                throw new IllegalArgumentException("decode: token " + tokens[i] + " is not from 0 to 255");
            }
            bytes[i] = (byte) tokens[i];
        }
        return Utf8.decode(bytes, bytes.length);
    }
}
