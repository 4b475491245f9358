package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import org.junit.jupiter.api.Test;

/// [Transformer], [TransformerEncoder], [TransformerDecoder], their layers and [MultiheadAttention].
class TransformerTest {
    private static final TransformerOptions SMALL =
            new TransformerOptions().withDimFeedforward(8).withDropout(0);

    @Test
    void keysArePyTorchs() {
        assertThat(new MultiheadAttention(6, 2, new AttentionOptions().withAddBiasKv(true))
                        .stateDict()
                        .keys())
                .containsExactly(
                        "in_proj_weight", "in_proj_bias", "bias_k", "bias_v", "out_proj.weight", "out_proj.bias");
        assertThat(new MultiheadAttention(
                                6, 2, new AttentionOptions().withWidths(4, 3).withBias(false))
                        .stateDict()
                        .keys())
                .containsExactly("q_proj_weight", "k_proj_weight", "v_proj_weight", "out_proj.weight");
        assertThat(new TransformerEncoderLayer(6, 2, SMALL).stateDict().keys())
                .containsExactly(
                        "self_attn.in_proj_weight",
                        "self_attn.in_proj_bias",
                        "self_attn.out_proj.weight",
                        "self_attn.out_proj.bias",
                        "linear1.weight",
                        "linear1.bias",
                        "linear2.weight",
                        "linear2.bias",
                        "norm1.weight",
                        "norm1.bias",
                        "norm2.weight",
                        "norm2.bias");
        assertThat(new Transformer(6, 2, 1, 1, SMALL).stateDict().keys())
                .contains("encoder.layers.0.linear1.weight", "encoder.norm.bias", "decoder.layers.0.norm3.weight");
    }

    @Test
    void weightsAreTheMeanOfTheHeadsAndNotNeeded() {
        MultiheadAttention attention = new MultiheadAttention(6, 2);
        Tensor q = Tensor.randn(3, 2, 6);
        Tensor k = Tensor.randn(4, 2, 6);
        var none = attention.call(q, k, k, AttentionMasks.none(), MultiheadAttention.Weights.NONE);
        var mean = attention.call(q, k, k);
        var each = attention.call(q, k, k, AttentionMasks.none(), MultiheadAttention.Weights.PER_HEAD);
        assertThat(none.weights()).isNull();
        assertClose(none.output(), mean.output());
        assertClose(Objects.requireNonNull(each.weights()).mean(1), Objects.requireNonNull(mean.weights()));
        assertThat(Objects.requireNonNull(mean.weights()).shape()).isEqualTo(Shape.of(2, 3, 4));
    }

    @Test
    void aHiddenKeyIsNotRead() {
        MultiheadAttention attention = new MultiheadAttention(6, 2, new AttentionOptions().withBatchFirst(true));
        Tensor q = Tensor.randn(1, 3, 6);
        Tensor k = Tensor.randn(1, 4, 6);
        BoolTensor last = BoolTensor.of(Shape.of(1, 4), false, false, false, true);
        Tensor masked = attention
                .call(q, k, k, AttentionMasks.none().withKeyPadding(last), MultiheadAttention.Weights.NONE)
                .output();
        Tensor shorter = attention
                .call(q, k.narrow(1, 0, 3), k.narrow(1, 0, 3), AttentionMasks.none(), MultiheadAttention.Weights.NONE)
                .output();
        assertClose(masked, shorter);
    }

    @Test
    void aCausalMaskHidesLaterSteps() {
        TransformerEncoderLayer layer = new TransformerEncoderLayer(6, 2, SMALL.withBatchFirst(true));
        Tensor x = Tensor.randn(1, 4, 6);
        AttentionMasks causal = AttentionMasks.none().withAttention(AttentionMasks.causal(4));
        Tensor all = layer.call(x, causal);
        Tensor first = layer.call(x.narrow(1, 0, 2), AttentionMasks.none().withAttention(AttentionMasks.causal(2)));
        assertClose(all.narrow(1, 0, 2), first);
    }

    @Test
    void takesOneSequenceWithoutABatch() {
        TransformerOptions options = SMALL.withNormFirst(true).withActivation(TransformerOptions.Activation.GELU);
        Transformer transformer = new Transformer(6, 2, 1, 2, options);
        Tensor source = Tensor.randn(5, 6);
        Tensor target = Tensor.randn(3, 6);
        Tensor y = transformer.call(source, target);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 6));
        assertClose(
                y, transformer.call(source.unsqueeze(1), target.unsqueeze(1)).squeeze(1));
        assertClose(y, transformer.decoder().call(target, transformer.encoder().call(source)));
    }

    @Test
    void theLayersAreCopies() {
        TransformerDecoderLayer layer = new TransformerDecoderLayer(6, 2, SMALL);
        TransformerDecoder decoder = new TransformerDecoder(layer, 2, null);
        assertThat(decoder.parameters())
                .hasSize(2 * layer.parameters().size())
                .doesNotContainAnyElementsOf(layer.parameters());
        Tensor x = Tensor.randn(3, 2, 6);
        Tensor memory = Tensor.randn(4, 2, 6);
        assertClose(decoder.call(x, memory), layer.call(layer.call(x, memory), memory));
        assertThat(new TransformerEncoder(new TransformerEncoderLayer(6, 2, SMALL), 2, new LayerNorm(6))
                        .call(x)
                        .shape())
                .isEqualTo(x.shape());
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new MultiheadAttention(5, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5, must be a multiple of numHeads, 2");
        MultiheadAttention attention = new MultiheadAttention(6, 2);
        Tensor x = Tensor.zeros(3, 2, 6);
        assertThatThrownBy(() -> attention.call(x, Tensor.zeros(3, 2, 5), x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("must have the widths 6, 6 and 6");
        assertThatThrownBy(() -> attention.call(x, Tensor.zeros(4, 2, 6), x))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("as many values as keys");
        AttentionMasks masks = AttentionMasks.none().withAttention(Tensor.zeros(2, 2));
        assertThatThrownBy(() -> attention.call(x, x, x, masks, MultiheadAttention.Weights.NONE))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("the attention mask is [2, 2] and must be [3, 3]");
        assertThatThrownBy(() -> new Transformer(6, 2, 1, 1, SMALL).call(x, Tensor.zeros(3, 1, 6)))
                .isInstanceOf(ShapeMismatchException.class)
                .hasMessageContaining("must be of one batch");
    }

    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        float[] a = actual.toArray();
        float[] e = expected.toArray();
        for (int i = 0; i < a.length; i++) {
            assertThat((double) a[i]).isCloseTo(e[i], within(2e-6));
        }
    }
}
