package lanewise.nn;

import lanewise.autograd.Tensor;

/// A layer of a [TransformerDecoder]: attention of the input to itself, attention to what an encoder made, and two
/// linear layers, each with its input added and a layer norm after (or before) it. Vaswani et al. 2017,
/// arXiv:1706.03762.
public final class TransformerDecoderLayer extends Module {
    private final int width;
    private final int heads;
    private final TransformerOptions options;
    private final MultiheadAttention selfAttention;
    private final MultiheadAttention crossAttention;
    private final Linear linear1;
    private final Dropout dropout;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final LayerNorm norm3;
    private final Dropout dropout1;
    private final Dropout dropout2;
    private final Dropout dropout3;

    /// With PyTorch's defaults.
    ///
    /// @throws IllegalArgumentException if `dModel` is no multiple of `nhead`
    public TransformerDecoderLayer(int dModel, int nhead) {
        this(dModel, nhead, new TransformerOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `dModel` is no multiple of `nhead`
    public TransformerDecoderLayer(int dModel, int nhead, TransformerOptions options) {
        this.width = dModel;
        this.heads = nhead;
        this.options = options;
        AttentionOptions attention = options.attention();
        this.selfAttention = registerModule("self_attn", new MultiheadAttention(dModel, nhead, attention));
        this.crossAttention = registerModule("multihead_attn", new MultiheadAttention(dModel, nhead, attention));
        this.linear1 = registerModule("linear1", new Linear(dModel, options.dimFeedforward()));
        this.dropout = registerModule("dropout", new Dropout(options.dropout()));
        this.linear2 = registerModule("linear2", new Linear(options.dimFeedforward(), dModel));
        this.norm1 = registerModule("norm1", options.layerNorm(dModel));
        this.norm2 = registerModule("norm2", options.layerNorm(dModel));
        this.norm3 = registerModule("norm3", options.layerNorm(dModel));
        this.dropout1 = registerModule("dropout1", new Dropout(options.dropout()));
        this.dropout2 = registerModule("dropout2", new Dropout(options.dropout()));
        this.dropout3 = registerModule("dropout3", new Dropout(options.dropout()));
    }

    /// A layer that is built like this one and has the same weights, in its own memory.
    TransformerDecoderLayer copy() {
        TransformerDecoderLayer copy = new TransformerDecoderLayer(width, heads, options);
        copy.loadStateDict(stateDict());
        return copy;
    }

    /// Without masks.
    public Tensor call(Tensor target, Tensor memory) {
        return call(target, memory, AttentionMasks.none(), AttentionMasks.none());
    }

    /// @param target `[steps, batch, width]`, or `[batch, steps, width]` if the batch is first, or `[steps,
    ///     width]`; the result has its shape
    /// @param memory what the encoder made, likewise
    /// @param targetMasks what the target does not see of itself
    /// @param memoryMasks what the target does not see of the memory
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor target, Tensor memory, AttentionMasks targetMasks, AttentionMasks memoryMasks) {
        return hooked(this, TransformerDecoderLayer::forward, target, memory, targetMasks, memoryMasks);
    }

    private Tensor forward(Tensor target, Tensor memory, AttentionMasks targetMasks, AttentionMasks memoryMasks) {
        if (options.normFirst()) {
            Tensor x = target.add(attend(norm1.call(target), targetMasks));
            x = x.add(attend(norm2.call(x), memory, memoryMasks));
            return x.add(feedForward(norm3.call(x)));
        }
        Tensor x = norm1.call(target.add(attend(target, targetMasks)));
        x = norm2.call(x.add(attend(x, memory, memoryMasks)));
        return norm3.call(x.add(feedForward(x)));
    }

    private Tensor attend(Tensor x, AttentionMasks masks) {
        return dropout1.call(selfAttention
                .call(x, x, x, masks, MultiheadAttention.Weights.NONE)
                .output());
    }

    private Tensor attend(Tensor x, Tensor memory, AttentionMasks masks) {
        return dropout2.call(crossAttention
                .call(x, memory, memory, masks, MultiheadAttention.Weights.NONE)
                .output());
    }

    private Tensor feedForward(Tensor x) {
        Tensor inner = dropout.call(options.activation().apply(linear1.call(x)));
        return dropout3.call(linear2.call(inner));
    }
}
