package lanewise.nn.pretrained;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.Embedding;
import lanewise.nn.LSTM;
import lanewise.nn.LSTMOutput;
import lanewise.nn.LSTMState;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.RecurrentOptions;

/// The network of PyTorch's example of a language model: an embedding, an LSTM of two layers, a linear layer.
final class LanguageModel extends Module {
    private final Embedding encoder;
    private final LSTM rnn;
    private final Linear decoder;

    LanguageModel(int words, int embedded, int hidden, boolean bidirectional) {
        this.encoder = registerModule("encoder", new Embedding(words, embedded));
        this.rnn = registerModule(
                "rnn",
                new LSTM(
                        embedded,
                        hidden,
                        new RecurrentOptions()
                                .withNumLayers(2)
                                .withDropout(0.2)
                                .withBidirectional(bidirectional)
                                .withBatchFirst(bidirectional)));
        this.decoder = registerModule("decoder", new Linear(bidirectional ? 2 * hidden : hidden, words));
    }

    Prediction call(LongTensor input) {
        LSTMOutput output = rnn.call(encoder.call(input));
        return new Prediction(decoder.call(output.output()), output.state());
    }

    record Prediction(Tensor logits, LSTMState state) {}
}
