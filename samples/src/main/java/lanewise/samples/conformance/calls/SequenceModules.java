package lanewise.samples.conformance.calls;

import java.util.List;
import java.util.Locale;
import lanewise.autograd.Tensor;
import lanewise.nn.Embedding;
import lanewise.nn.EmbeddingBag;
import lanewise.nn.GRU;
import lanewise.nn.GRUCell;
import lanewise.nn.LSTM;
import lanewise.nn.LSTMCell;
import lanewise.nn.LSTMState;
import lanewise.nn.RNN;
import lanewise.nn.RNNCell;
import lanewise.nn.RecurrentOptions;
import lanewise.nn.functional.EmbeddingOptions;
import org.jspecify.annotations.Nullable;

/// Modules over sequences: recurrent networks and tables.
final class SequenceModules {
    private static final String RECURRENT =
            "(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False";

    private SequenceModules() {}

    static void addTo(ModuleTable table) {
        table.add(
                "nn.RNN(input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False,"
                        + " dropout=0.0, bidirectional=False)",
                a -> new RNN(a.integer("input_size"), a.integer("hidden_size"), nonlinearity(a), recurrentOptions(a)),
                "forward(input, hx=None)",
                (rnn, a) -> rnn.call(a.tensor("input"), a.optionalTensor("hx")));
        table.add(
                "nn.GRU" + RECURRENT + ")",
                a -> new GRU(a.integer("input_size"), a.integer("hidden_size"), recurrentOptions(a)),
                "forward(input, hx=None)",
                (gru, a) -> gru.call(a.tensor("input"), a.optionalTensor("hx")));
        table.add(
                "nn.LSTM" + RECURRENT + ", proj_size=0)",
                a -> new LSTM(
                        a.integer("input_size"), a.integer("hidden_size"), recurrentOptions(a), a.integer("proj_size")),
                "forward(input, hx=None)",
                (lstm, a) -> lstm.call(a.tensor("input"), lstmState(a)));
        table.add(
                "nn.RNNCell(input_size, hidden_size, bias=True, nonlinearity='tanh')",
                a -> new RNNCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias"), nonlinearity(a)),
                "forward(input, hx=None)",
                (cell, a) -> cell.call(a.tensor("input"), a.optionalTensor("hx")));
        table.add(
                "nn.GRUCell(input_size, hidden_size, bias=True)",
                a -> new GRUCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias")),
                "forward(input, hx=None)",
                (cell, a) -> cell.call(a.tensor("input"), a.optionalTensor("hx")));
        table.add(
                "nn.LSTMCell(input_size, hidden_size, bias=True)",
                a -> new LSTMCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias")),
                "forward(input, hx=None)",
                (cell, a) -> cell.call(a.tensor("input"), lstmState(a)));
    }

    static void addTables(ModuleTable table) {
        table.add(
                "nn.Embedding(num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, sparse=False, _weight=None)",
                a -> new Embedding(a.integer("num_embeddings"), a.integer("embedding_dim"), embeddingOptions(a)),
                "forward(input)",
                (embedding, a) -> embedding.call(a.longs("input")));
        table.add(
                "nn.EmbeddingBag(num_embeddings, embedding_dim, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None,"
                        + " include_last_offset=False, padding_idx=None)",
                a -> new EmbeddingBag(
                        a.integer("num_embeddings"),
                        a.integer("embedding_dim"),
                        mode(a),
                        embeddingOptions(a),
                        a.flag("include_last_offset")),
                "forward(input, offsets=None, per_sample_weights=None)",
                (bag, a) ->
                        bag.call(a.longs("input"), a.optionalLongs("offsets"), a.optionalTensor("per_sample_weights")));
    }

    static EmbeddingOptions embeddingOptions(Arguments a) {
        return new EmbeddingOptions(
                a.optionalInteger("padding_idx"),
                a.optionalNumber("max_norm"),
                a.number("norm_type"),
                a.flag("scale_grad_by_freq"),
                a.flag("sparse"));
    }

    static lanewise.engine.op.EmbeddingBag.Mode mode(Arguments a) {
        return lanewise.engine.op.EmbeddingBag.Mode.valueOf(a.text("mode").toUpperCase(Locale.ROOT));
    }

    private static RecurrentOptions recurrentOptions(Arguments a) {
        return new RecurrentOptions(
                a.integer("num_layers"),
                a.flag("bias"),
                a.flag("batch_first"),
                a.number("dropout"),
                a.flag("bidirectional"));
    }

    private static RNN.Nonlinearity nonlinearity(Arguments a) {
        return a.text("nonlinearity").equals("relu") ? RNN.Nonlinearity.RELU : RNN.Nonlinearity.TANH;
    }

    private static @Nullable LSTMState lstmState(Arguments a) {
        if (!a.has("hx")) {
            return null;
        }
        List<Tensor> states = a.tensors("hx");
        return new LSTMState(states.get(0), states.get(1));
    }
}
