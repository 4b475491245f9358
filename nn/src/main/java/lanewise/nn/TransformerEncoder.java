package lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.Tensor;
import org.jspecify.annotations.Nullable;

/// Layers of a Transformer's encoder, one above another, and if wanted a layer norm at the end.
public final class TransformerEncoder extends Module {
    private final List<TransformerEncoderLayer> layers;
    private final @Nullable Layer norm;

    /// So many copies of a layer.
    ///
    /// @param norm what comes at the end; null if nothing does
    /// @throws IllegalArgumentException if there are none
    public TransformerEncoder(TransformerEncoderLayer layer, int numLayers, @Nullable Layer norm) {
        if (numLayers < 1) {
            throw new IllegalArgumentException("TransformerEncoder: numLayers must be at least 1, not " + numLayers);
        }
        List<TransformerEncoderLayer> copies = new ArrayList<>();
        for (int i = 0; i < numLayers; i++) {
            copies.add(layer.copy());
        }
        this.layers = List.copyOf(copies);
        registerModule("layers", new ModuleList<>(copies));
        this.norm = norm == null ? null : registerModule("norm", norm);
    }

    /// Without masks.
    public Tensor call(Tensor source) {
        return call(source, AttentionMasks.none());
    }

    /// See [TransformerEncoderLayer#call(Tensor, AttentionMasks)]; the masks are those of every layer.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the shapes do not fit
    public Tensor call(Tensor source, AttentionMasks masks) {
        return hooked(this, TransformerEncoder::forward, source, masks);
    }

    private Tensor forward(Tensor source, AttentionMasks masks) {
        Tensor x = source;
        for (TransformerEncoderLayer layer : layers) {
            x = layer.call(x, masks);
        }
        return norm == null ? x : norm.call(x);
    }
}
