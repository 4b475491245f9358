package lanewise.samples.models;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.Dropout;
import lanewise.nn.Embedding;
import lanewise.nn.LSTM;
import lanewise.nn.LSTMOutput;
import lanewise.nn.LSTMState;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.RecurrentOptions;

/// A language model of characters: each one's vector goes through layers of LSTM, whose last states say which
/// character comes next (Hochreiter, Schmidhuber 1997, "Long short-term memory"; as a language model: Graves 2013,
/// arXiv:1308.0850; dropout between layers only: Zaremba, Sutskever, Vinyals 2014, arXiv:1409.2329).
public final class CharLstm extends Module {
    private final Embedding embedding;
    private final LSTM lstm;
    private final Dropout dropout;
    private final Linear head;

    /// What the model computes.
    ///
    /// @param logits of the character after each, `[n, steps, vocabulary]`
    /// @param state after the last step, to go on from
    public record Output(Tensor logits, LSTMState state) {}

    /// A model of these sizes.
    public CharLstm(CharLstmOptions options) {
        embedding = registerModule("embedding", new Embedding(options.vocabulary(), options.embedding()));
        RecurrentOptions layers = new RecurrentOptions()
                .withNumLayers(options.layers())
                .withBatchFirst(true)
                .withDropout(options.dropout());
        lstm = registerModule("lstm", new LSTM(options.embedding(), options.hidden(), layers));
        dropout = registerModule("dropout", new Dropout(options.dropout()));
        head = registerModule("head", new Linear(options.hidden(), options.vocabulary()));
    }

    /// From a state of zeros.
    ///
    /// @param characters their numbers, `[n, steps]`
    public Output call(LongTensor characters) {
        return call(characters, null);
    }

    /// From the state that an earlier part of the same texts has left; of zeros if null.
    ///
    /// @param characters their numbers, `[n, steps]`
    public Output call(LongTensor characters, LSTMState state) {
        LSTMOutput output = lstm.call(dropout.call(embedding.call(characters)), state);
        return new Output(head.call(dropout.call(output.output())), output.state());
    }
}
