package lanewise.samples.conformance.calls;

import lanewise.nn.AttentionMasks;
import lanewise.nn.AttentionOptions;
import lanewise.nn.Bilinear;
import lanewise.nn.Layer;
import lanewise.nn.MultiheadAttention;
import lanewise.nn.Transformer;
import lanewise.nn.TransformerDecoder;
import lanewise.nn.TransformerDecoderLayer;
import lanewise.nn.TransformerEncoder;
import lanewise.nn.TransformerEncoderLayer;
import lanewise.nn.TransformerOptions;
import org.jspecify.annotations.Nullable;

/// Modules that attend, and what goes with them.
final class TransformerModules {
    private static final String LAYER = "(d_model, nhead, dim_feedforward=2048, dropout=0.1, activation='relu',"
            + " layer_norm_eps=1e-5, batch_first=False, norm_first=False)";

    private TransformerModules() {}

    static void addTo(ModuleTable table) {
        table.add(
                "nn.Bilinear(in1_features, in2_features, out_features, bias=True)",
                a -> new Bilinear(
                        a.integer("in1_features"),
                        a.integer("in2_features"),
                        a.integer("out_features"),
                        a.flag("bias")),
                "forward(input1, input2)",
                (bilinear, a) -> bilinear.call(a.tensor("input1"), a.tensor("input2")));
        table.add(
                "nn.MultiheadAttention(embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False,"
                        + " add_zero_attn=False, kdim=None, vdim=None, batch_first=False)",
                a -> new MultiheadAttention(
                        a.integer("embed_dim"),
                        a.integer("num_heads"),
                        new AttentionOptions(
                                a.number("dropout"),
                                a.flag("bias"),
                                a.flag("add_bias_kv"),
                                a.flag("add_zero_attn"),
                                a.optionalInteger("kdim"),
                                a.optionalInteger("vdim"),
                                a.flag("batch_first"))),
                "forward(query, key, value, key_padding_mask=None, need_weights=True, attn_mask=None,"
                        + " average_attn_weights=True)",
                (attention, a) -> attention.call(
                        a.tensor("query"),
                        a.tensor("key"),
                        a.tensor("value"),
                        masks(a, "attn_mask", "key_padding_mask"),
                        weights(a.flag("need_weights"), a.flag("average_attn_weights"))));
        table.add(
                "nn.TransformerEncoderLayer" + LAYER,
                a -> new TransformerEncoderLayer(a.integer("d_model"), a.integer("nhead"), options(a)),
                "forward(src, src_mask=None, src_key_padding_mask=None)",
                (layer, a) -> layer.call(a.tensor("src"), masks(a, "src_mask", "src_key_padding_mask")));
        table.add(
                "nn.TransformerDecoderLayer" + LAYER,
                a -> new TransformerDecoderLayer(a.integer("d_model"), a.integer("nhead"), options(a)),
                "forward(tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,"
                        + " memory_key_padding_mask=None)",
                (layer, a) -> layer.call(
                        a.tensor("tgt"),
                        a.tensor("memory"),
                        masks(a, "tgt_mask", "tgt_key_padding_mask"),
                        masks(a, "memory_mask", "memory_key_padding_mask")));
        table.add(
                "nn.TransformerEncoder(encoder_layer, num_layers, norm=None, enable_nested_tensor=True)",
                a -> {
                    a.flag("enable_nested_tensor"); // says how padding is skipped, not what is computed
                    return new TransformerEncoder(
                            (TransformerEncoderLayer)
                                    table.module(a.modules("encoder_layer").getFirst()),
                            a.integer("num_layers"),
                            norm(table, a));
                },
                "forward(src, mask=None, src_key_padding_mask=None)",
                (encoder, a) -> encoder.call(a.tensor("src"), masks(a, "mask", "src_key_padding_mask")));
        table.add(
                "nn.TransformerDecoder(decoder_layer, num_layers, norm=None)",
                a -> new TransformerDecoder(
                        (TransformerDecoderLayer)
                                table.module(a.modules("decoder_layer").getFirst()),
                        a.integer("num_layers"),
                        norm(table, a)),
                "forward(tgt, memory, tgt_mask=None, memory_mask=None, tgt_key_padding_mask=None,"
                        + " memory_key_padding_mask=None)",
                (decoder, a) -> decoder.call(
                        a.tensor("tgt"),
                        a.tensor("memory"),
                        masks(a, "tgt_mask", "tgt_key_padding_mask"),
                        masks(a, "memory_mask", "memory_key_padding_mask")));
        table.add(
                "nn.Transformer(d_model=512, nhead=8, num_encoder_layers=6, num_decoder_layers=6,"
                        + " dim_feedforward=2048, dropout=0.1, activation='relu', custom_encoder=None,"
                        + " custom_decoder=None, layer_norm_eps=1e-5, batch_first=False, norm_first=False)",
                a -> new Transformer(
                        a.integer("d_model"),
                        a.integer("nhead"),
                        a.integer("num_encoder_layers"),
                        a.integer("num_decoder_layers"),
                        options(a)),
                "forward(src, tgt, src_mask=None, tgt_mask=None, memory_mask=None, src_key_padding_mask=None,"
                        + " tgt_key_padding_mask=None, memory_key_padding_mask=None)",
                (transformer, a) -> transformer.call(
                        a.tensor("src"),
                        a.tensor("tgt"),
                        masks(a, "src_mask", "src_key_padding_mask"),
                        masks(a, "tgt_mask", "tgt_key_padding_mask"),
                        masks(a, "memory_mask", "memory_key_padding_mask")));
    }

    private static @Nullable Layer norm(ModuleTable table, Arguments a) {
        return a.has("norm") ? table.layer(a.modules("norm").getFirst()) : null;
    }

    private static MultiheadAttention.Weights weights(boolean needed, boolean averaged) {
        if (!needed) {
            return MultiheadAttention.Weights.NONE;
        }
        return averaged ? MultiheadAttention.Weights.MEAN : MultiheadAttention.Weights.PER_HEAD;
    }

    private static AttentionMasks masks(Arguments a, String attention, String keyPadding) {
        AttentionMasks masks = AttentionMasks.none();
        if (a.has(attention)) {
            masks = a.isBools(attention)
                    ? masks.withAttention(a.bools(attention))
                    : masks.withAttention(a.tensor(attention));
        }
        if (a.has(keyPadding)) {
            masks = a.isBools(keyPadding)
                    ? masks.withKeyPadding(a.bools(keyPadding))
                    : masks.withKeyPadding(a.tensor(keyPadding));
        }
        return masks;
    }

    private static TransformerOptions options(Arguments a) {
        TransformerOptions.Activation activation =
                switch (a.function("activation").replace("torch.nn.functional.", "")) {
                    case "relu" -> TransformerOptions.Activation.RELU;
                    case "gelu" -> TransformerOptions.Activation.GELU;
                    default -> throw new NotExpressibleException("activation=" + a.function("activation"));
                };
        return new TransformerOptions(
                a.integer("dim_feedforward"),
                a.number("dropout"),
                activation,
                a.number("layer_norm_eps"),
                a.flag("batch_first"),
                a.flag("norm_first"));
    }
}
