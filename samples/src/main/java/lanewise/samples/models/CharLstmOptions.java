package lanewise.samples.models;

/// The sizes of a [CharLstm].
///
/// @param vocabulary how many characters there are
/// @param embedding the length of a character's vector
/// @param hidden units of each LSTM layer
/// @param layers how many of those
/// @param dropout of what goes into the layers and the head
public record CharLstmOptions(int vocabulary, int embedding, int hidden, int layers, double dropout) {
    /// Vectors of 64 numbers, one layer of 256 units, no dropout.
    public CharLstmOptions(int vocabulary) {
        this(vocabulary, 64, 256, 1, 0);
    }

    /// @throws IllegalArgumentException if a size is less than 1, or `dropout` is not from 0 to 1
    public CharLstmOptions {
        ModelOptions.atLeast(1, "vocabulary", vocabulary);
        ModelOptions.atLeast(1, "embedding", embedding);
        ModelOptions.atLeast(1, "hidden", hidden);
        ModelOptions.atLeast(1, "layers", layers);
        ModelOptions.probability("dropout", dropout);
    }

    /// The same with vectors of this length.
    public CharLstmOptions withEmbedding(int embedding) {
        return new CharLstmOptions(vocabulary, embedding, hidden, layers, dropout);
    }

    /// The same with so many units in each layer.
    public CharLstmOptions withHidden(int hidden) {
        return new CharLstmOptions(vocabulary, embedding, hidden, layers, dropout);
    }

    /// The same with so many layers.
    public CharLstmOptions withLayers(int layers) {
        return new CharLstmOptions(vocabulary, embedding, hidden, layers, dropout);
    }

    /// The same with dropout.
    public CharLstmOptions withDropout(double dropout) {
        return new CharLstmOptions(vocabulary, embedding, hidden, layers, dropout);
    }
}
