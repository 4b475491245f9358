package lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Layers of a Transformer's decoder, one above another, and if wanted a layer norm at the end.
public final class TransformerDecoder extends Module {
    private final List<TransformerDecoderLayer> layers;
    private final @Nullable Layer norm;

    /// So many copies of a layer.
    ///
    /// @param norm what comes at the end; null if nothing does
    /// @throws IllegalArgumentException if there are none
    public TransformerDecoder(TransformerDecoderLayer layer, int numLayers, @Nullable Layer norm) {
        if (numLayers < 1) {
            throw new IllegalArgumentException("TransformerDecoder: numLayers must be at least 1, not " + numLayers);
        }
        List<TransformerDecoderLayer> copies = new ArrayList<>();
        for (int i = 0; i < numLayers; i++) {
            copies.add(layer.copy());
        }
        this.layers = List.copyOf(copies);
        registerModule("layers", new ModuleList<>(copies));
        this.norm = norm == null ? null : registerModule("norm", norm);
    }

    /// Without masks.
    public Tensor call(Tensor target, Tensor memory) {
        return call(target, memory, AttentionMasks.none(), AttentionMasks.none());
    }

    /// See [TransformerDecoderLayer#call(Tensor, Tensor, AttentionMasks, AttentionMasks)]; the masks are those of
    /// every layer.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor target, Tensor memory, AttentionMasks targetMasks, AttentionMasks memoryMasks) {
        return hooked(this, TransformerDecoder::forward, target, memory, targetMasks, memoryMasks);
    }

    private Tensor forward(Tensor target, Tensor memory, AttentionMasks targetMasks, AttentionMasks memoryMasks) {
        Tensor x = target;
        for (TransformerDecoderLayer layer : layers) {
            x = layer.call(x, memory, targetMasks, memoryMasks);
        }
        return norm == null ? x : norm.call(x);
    }
}
