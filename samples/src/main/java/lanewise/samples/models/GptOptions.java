package lanewise.samples.models;

/// The sizes of a [Gpt].
///
/// @param vocabulary how many tokens there are
/// @param context how many tokens the model sees at most
/// @param layers how many blocks
/// @param heads of each block's attention; they divide the width
/// @param width the length of a token's vector
/// @param dropout of the vectors, of the attention's weights and of what each part of a block adds
/// @param linearBias whether the blocks' linear layers have biases
/// @param normBias whether the normalisations have biases
/// @param tied whether the head's weight is the tokens' table
public record GptOptions(
        int vocabulary,
        int context,
        int layers,
        int heads,
        int width,
        double dropout,
        boolean linearBias,
        boolean normBias,
        boolean tied) {
    /// Without dropout, with biases in the normalisations alone, and a tied head.
    public GptOptions(int vocabulary, int context, int layers, int heads, int width) {
        this(vocabulary, context, layers, heads, width, 0, false, true, true);
    }

    /// @throws IllegalArgumentException if a size is less than 1, the heads do not divide the width, or `dropout`
    ///     is not from 0 to 1
    public GptOptions {
        ModelOptions.atLeast(1, "vocabulary", vocabulary);
        ModelOptions.atLeast(1, "context", context);
        ModelOptions.atLeast(1, "layers", layers);
        ModelOptions.atLeast(1, "heads", heads);
        ModelOptions.atLeast(1, "width", width);
        ModelOptions.probability("dropout", dropout);
        if (width % heads != 0) {
            throw new IllegalArgumentException("heads must divide width, and " + heads + " does not divide " + width);
        }
    }

    /// The same with dropout.
    public GptOptions withDropout(double dropout) {
        return new GptOptions(vocabulary, context, layers, heads, width, dropout, linearBias, normBias, tied);
    }

    /// The same with biases in the linear layers and the normalisations, or without.
    public GptOptions withBiases(boolean linearBias, boolean normBias) {
        return new GptOptions(vocabulary, context, layers, heads, width, dropout, linearBias, normBias, tied);
    }

    /// The same with a head whose weight is the tokens' table, or one of its own.
    public GptOptions withTied(boolean tied) {
        return new GptOptions(vocabulary, context, layers, heads, width, dropout, linearBias, normBias, tied);
    }
}
