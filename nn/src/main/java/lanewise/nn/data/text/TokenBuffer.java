package lanewise.nn.data.text;

import java.util.Arrays;

/// Tokens one behind another.
final class TokenBuffer {
    private int[] tokens;
    private int count;

    TokenBuffer(int expected) {
        tokens = new int[Math.max(8, expected)];
    }

    void add(int token) {
        reserve(1);
        tokens[count++] = token;
    }

    void add(int[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, tokens, count, more.length);
        count += more.length;
    }

    int[] toArray() {
        return Arrays.copyOf(tokens, count);
    }

    private void reserve(int more) {
        if (tokens.length - count < more) {
            tokens = Arrays.copyOf(tokens, Math.max(Math.addExact(count, more), tokens.length + (tokens.length >> 1)));
        }
    }
}
