package lanewise.nn;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Options of [Transformer] and its layers.
///
/// @param dimFeedforward the width between the two linear layers
/// @param dropout the probability of dropout, while training
/// @param activation what stands between the two linear layers
/// @param layerNormEps what the layer norms add to the variance
/// @param batchFirst whether input and output are `[batch, steps, ...]` instead of `[steps, batch, ...]`
/// @param normFirst whether the layer norms come before attention and linear layers, instead of after the sums
public record TransformerOptions(
        int dimFeedforward,
        double dropout,
        Activation activation,
        double layerNormEps,
        boolean batchFirst,
        boolean normFirst) {
    /// What stands between the two linear layers.
    public enum Activation {
        /// `max(x, 0)`
        RELU,
        /// [GELU]
        GELU;

        Tensor apply(Tensor x) {
            return this == RELU ? x.relu() : Functional.gelu(x);
        }
    }

    /// 2048 wide, dropout 0.1, ReLU, 1e-5, the steps first, the norms last.
    public TransformerOptions() {
        this(2048, 0.1, Activation.RELU, 1e-5, false, false);
    }

    /// @throws IllegalArgumentException if `dimFeedforward` is less than 1 or `dropout` is not from 0 to 1
    public TransformerOptions {
        if (dimFeedforward < 1) {
            throw new IllegalArgumentException("dimFeedforward must be at least 1, not " + dimFeedforward);
        }
        if (!(dropout >= 0 && dropout <= 1)) {
            throw new IllegalArgumentException("dropout must be from 0 to 1, not " + dropout);
        }
    }

    /// The same with another width.
    public TransformerOptions withDimFeedforward(int dimFeedforward) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    /// The same with another dropout.
    public TransformerOptions withDropout(double dropout) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    /// The same with another activation.
    public TransformerOptions withActivation(Activation activation) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    /// The same with another number added to the variance.
    public TransformerOptions withLayerNormEps(double layerNormEps) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    /// The same with the batch as the first dimension, or the second.
    public TransformerOptions withBatchFirst(boolean batchFirst) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    /// The same with the norms first or last.
    public TransformerOptions withNormFirst(boolean normFirst) {
        return new TransformerOptions(dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst);
    }

    AttentionOptions attention() {
        return new AttentionOptions().withDropout(dropout).withBatchFirst(batchFirst);
    }

    LayerNorm layerNorm(int width) {
        return new LayerNorm(lanewise.engine.Shape.of(width), new LayerNormOptions().withEps(layerNormEps));
    }
}
