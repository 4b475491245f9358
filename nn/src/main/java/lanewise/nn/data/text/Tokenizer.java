package lanewise.nn.data.text;

/// Turns text into the numbers of tokens, and back. A tokenizer does not change; several threads may use it.
public interface Tokenizer {
    /// How many tokens there are: each number is from 0 to below this.
    int vocabularySize();

    /// The tokens of a text.
    ///
    /// @throws IllegalArgumentException if the text has half a surrogate pair, or what this vocabulary has not; the
    ///     message says where
    int[] encode(String text);

    /// The text of tokens. Where tokens of bytes make no UTF-8 character, U+FFFD stands.
    ///
    /// @throws IllegalArgumentException if there is no such token
    String decode(int... tokens);
}
