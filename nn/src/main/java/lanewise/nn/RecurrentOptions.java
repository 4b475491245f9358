package lanewise.nn;

/// Options of [RNN], [LSTM] and [GRU].
///
/// @param numLayers how many layers there are, each of which has the states of the one before as its input
/// @param bias whether there are biases
/// @param batchFirst whether input and output are `[batch, steps, ...]` instead of `[steps, batch, ...]`
/// @param dropout the probability of [Dropout] between the layers
/// @param bidirectional whether each layer has a second one that goes backwards
public record RecurrentOptions(int numLayers, boolean bias, boolean batchFirst, double dropout, boolean bidirectional) {
    /// One layer with biases, forwards.
    public RecurrentOptions() {
        this(1, true, false, 0, false);
    }

    /// @throws IllegalArgumentException if there is no layer, or `dropout` is not from 0 to 1
    public RecurrentOptions {
        if (numLayers < 1) {
            throw new IllegalArgumentException("numLayers must be at least 1, not " + numLayers);
        }
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("dropout must be from 0 to 1, not " + dropout);
        }
    }

    /// The same with so many layers.
    public RecurrentOptions withNumLayers(int numLayers) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional);
    }

    /// The same with biases or without.
    public RecurrentOptions withBias(boolean bias) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional);
    }

    /// The same with the batch as the first dimension, or the second.
    public RecurrentOptions withBatchFirst(boolean batchFirst) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional);
    }

    /// The same with dropout between the layers.
    public RecurrentOptions withDropout(double dropout) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional);
    }

    /// The same in both directions, or one.
    public RecurrentOptions withBidirectional(boolean bidirectional) {
        return new RecurrentOptions(numLayers, bias, batchFirst, dropout, bidirectional);
    }

    int directions() {
        return bidirectional ? 2 : 1;
    }
}
