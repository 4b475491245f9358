package lanewise.samples.conformance.calls;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Attention;
import lanewise.nn.functional.Bags;

/// Attention, and rows of a table by bags.
final class AttentionCalls {
    private AttentionCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0,"
                        + " is_causal=False, scale=None)",
                a -> {
                    Double scale = a.optionalNumber("scale");
                    Attention attention = attention(a);
                    return (scale == null ? attention : attention.withScale(scale))
                            .apply(a.tensor("query"), a.tensor("key"), a.tensor("value"));
                });
        table.add(
                "torch.nn.functional._scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0,"
                        + " need_attn_weights=False, is_causal=False)",
                AttentionCalls::earlier);
        table.add(
                "torch.nn.functional.embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2.0,"
                        + " scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None,"
                        + " include_last_offset=False, padding_idx=None)",
                a -> Bags.embeddingBag(
                        a.longs("input"),
                        a.tensor("weight"),
                        a.optionalLongs("offsets"),
                        SequenceModules.mode(a),
                        a.optionalTensor("per_sample_weights"),
                        a.flag("include_last_offset"),
                        SequenceModules.embeddingOptions(a)));
    }

    /// The form of PyTorch 1.13, which gives the weights too if asked.
    private static Attention.Weighted earlier(Arguments a) {
        Tensor query = a.tensor("query");
        Tensor key = a.tensor("key");
        Tensor value = a.tensor("value");
        Attention attention = attention(a);
        return a.flag("need_attn_weights")
                ? attention.weighted(query, key, value)
                : new Attention.Weighted(attention.apply(query, key, value), null);
    }

    private static Attention attention(Arguments a) {
        Attention attention = Attention.plain().withCausal(a.flag("is_causal")).withDropout(a.number("dropout_p"));
        if (!a.has("attn_mask")) {
            return attention;
        }
        return a.isBools("attn_mask")
                ? attention.withMask(a.bools("attn_mask"))
                : attention.withMask(a.tensor("attn_mask"));
    }
}
