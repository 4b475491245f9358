package lanewise.nn;

import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.init.Init;

/// An encoder and a decoder, each with a layer norm at the end. Vaswani et al. 2017, "Attention is all you need",
/// arXiv:1706.03762. Weights of two dimensions start by Xavier's rule.
public final class Transformer extends Module {
    private final int width;
    private final TransformerOptions options;
    private final TransformerEncoder encoder;
    private final TransformerDecoder decoder;

    /// 512 wide, with 8 heads and 6 layers on either side.
    public Transformer() {
        this(512, 8, 6, 6, new TransformerOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `dModel` is no multiple of `nhead`, or there are no layers
    public Transformer(int dModel, int nhead, int numEncoderLayers, int numDecoderLayers, TransformerOptions options) {
        this.width = dModel;
        this.options = options;
        this.encoder = registerModule(
                "encoder",
                new TransformerEncoder(
                        new TransformerEncoderLayer(dModel, nhead, options),
                        numEncoderLayers,
                        options.layerNorm(dModel)));
        this.decoder = registerModule(
                "decoder",
                new TransformerDecoder(
                        new TransformerDecoderLayer(dModel, nhead, options),
                        numDecoderLayers,
                        options.layerNorm(dModel)));
        for (Parameter parameter : parameters()) {
            if (parameter.rank() > 1) {
                Init.xavierUniform_(parameter);
            }
        }
    }

    /// The encoder.
    public TransformerEncoder encoder() {
        return encoder;
    }

    /// The decoder.
    public TransformerDecoder decoder() {
        return decoder;
    }

    /// Without masks.
    public Tensor call(Tensor source, Tensor target) {
        return call(source, target, AttentionMasks.none(), AttentionMasks.none(), AttentionMasks.none());
    }

    /// @param source what the encoder reads, `[steps, batch, width]`, or `[batch, steps, width]` if the batch is
    ///     first, or `[steps, width]`
    /// @param target what the decoder reads, likewise; the result has its shape
    /// @param sourceMasks what the source does not see of itself
    /// @param targetMasks what the target does not see of itself
    /// @param memoryMasks what the target does not see of the encoder's result
    /// @throws ShapeMismatchException if the shapes do not fit
    public Tensor call(
            Tensor source,
            Tensor target,
            AttentionMasks sourceMasks,
            AttentionMasks targetMasks,
            AttentionMasks memoryMasks) {
        return hooked(this, Transformer::forward, source, target, sourceMasks, targetMasks, memoryMasks);
    }

    private Tensor forward(
            Tensor source,
            Tensor target,
            AttentionMasks sourceMasks,
            AttentionMasks targetMasks,
            AttentionMasks memoryMasks) {
        int batch = options.batchFirst() ? 0 : 1;
        if (source.rank() == 3 && target.rank() == 3 && source.dim(batch) != target.dim(batch)) {
            throw new ShapeMismatchException("Transformer: source " + source.shape() + " and target " + target.shape()
                    + " must be of one batch");
        }
        if (source.rank() == 0 || target.rank() == 0 || source.dim(-1) != width || target.dim(-1) != width) {
            throw new ShapeMismatchException("Transformer: source " + source.shape() + " and target " + target.shape()
                    + " must both be " + width + " wide");
        }
        return decoder.call(target, encoder.call(source, sourceMasks), targetMasks, memoryMasks);
    }
}
