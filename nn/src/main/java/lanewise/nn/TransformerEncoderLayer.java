package lanewise.nn;

import lanewise.autograd.Tensor;

/// A layer of a [TransformerEncoder]: attention of the input to itself and two linear layers, each with its input
/// added and a layer norm after (or before) it. Vaswani et al. 2017, arXiv:1706.03762.
public final class TransformerEncoderLayer extends Module {
    private final int width;
    private final int heads;
    private final TransformerOptions options;
    private final MultiheadAttention selfAttention;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout1;
    private final Dropout dropout2;

    /// With PyTorch's defaults.
    ///
    /// @throws IllegalArgumentException if `dModel` is no multiple of `nhead`
    public TransformerEncoderLayer(int dModel, int nhead) {
        this(dModel, nhead, new TransformerOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `dModel` is no multiple of `nhead`
    public TransformerEncoderLayer(int dModel, int nhead, TransformerOptions options) {
        this.width = dModel;
        this.heads = nhead;
        this.options = options;
        this.selfAttention = registerModule("self_attn", new MultiheadAttention(dModel, nhead, options.attention()));
        this.linear1 = registerModule("linear1", new Linear(dModel, options.dimFeedforward()));
        this.dropout = registerModule("dropout", new Dropout(options.dropout()));
        this.linear2 = registerModule("linear2", new Linear(options.dimFeedforward(), dModel));
        this.norm1 = registerModule("norm1", options.layerNorm(dModel));
        this.norm2 = registerModule("norm2", options.layerNorm(dModel));
        this.dropout1 = registerModule("dropout1", new Dropout(options.dropout()));
        this.dropout2 = registerModule("dropout2", new Dropout(options.dropout()));
    }

    /// A layer that is built like this one and has the same weights, in its own memory.
    TransformerEncoderLayer copy() {
        TransformerEncoderLayer copy = new TransformerEncoderLayer(width, heads, options);
        copy.loadStateDict(stateDict());
        return copy;
    }

    int width() {
        return width;
    }

    /// Without masks.
    public Tensor call(Tensor source) {
        return call(source, AttentionMasks.none());
    }

    /// @param source `[steps, batch, width]`, or `[batch, steps, width]` if the batch is first, or `[steps,
    ///     width]`; the result has its shape
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor source, AttentionMasks masks) {
        return hooked(this, TransformerEncoderLayer::forward, source, masks);
    }

    private Tensor forward(Tensor source, AttentionMasks masks) {
        if (options.normFirst()) {
            Tensor x = source.add(attend(norm1.call(source), masks));
            return x.add(feedForward(norm2.call(x)));
        }
        Tensor x = norm1.call(source.add(attend(source, masks)));
        return norm2.call(x.add(feedForward(x)));
    }

    private Tensor attend(Tensor x, AttentionMasks masks) {
        return dropout1.call(selfAttention
                .call(x, x, x, masks, MultiheadAttention.Weights.NONE)
                .output());
    }

    private Tensor feedForward(Tensor x) {
        Tensor inner = dropout.call(options.activation().apply(linear1.call(x)));
        return dropout2.call(linear2.call(inner));
    }
}
