package lanewise.samples.models;

import lanewise.autograd.Tensor;
import lanewise.nn.Dropout;
import lanewise.nn.GELU;
import lanewise.nn.Layer;
import lanewise.nn.LayerNorm;
import lanewise.nn.Linear;
import lanewise.nn.functional.Attention;

/// A block of a [Gpt]: `x + attention(norm(x))`, and of that `x + mlp(norm(x))`.
final class GptBlock extends Layer {
    private final LayerNorm ln1;
    private final CausalSelfAttention attn;
    private final LayerNorm ln2;
    private final Mlp mlp;

    GptBlock(GptOptions options) {
        ln1 = registerModule("ln_1", Gpt.norm(options));
        attn = registerModule("attn", new CausalSelfAttention(options));
        ln2 = registerModule("ln_2", Gpt.norm(options));
        mlp = registerModule("mlp", new Mlp(options));
    }

    @Override
    protected boolean forgetsIntermediates() {
        return true;
    }

    /// @param input `[n, steps, width]`; the result has the same shape
    @Override
    public Tensor forward(Tensor input) {
        Tensor x = input.add(attn.call(ln1.call(input)));
        return x.add(mlp.call(ln2.call(x)));
    }

    /// Each token looks at itself and those before it.
    private static final class CausalSelfAttention extends Layer {
        private final int heads;
        private final double dropout;
        private final Linear attn;
        private final Linear proj;
        private final Dropout residDropout;

        CausalSelfAttention(GptOptions options) {
            int width = options.width();
            heads = options.heads();
            dropout = options.dropout();
            attn = registerModule("c_attn", new Linear(width, 3 * width, options.linearBias()));
            proj = registerModule("c_proj", new Linear(width, width, options.linearBias()));
            residDropout = registerModule("resid_dropout", new Dropout(dropout));
        }

        @Override
        protected boolean forgetsIntermediates() {
            return true;
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = Attention.plain()
                    .withCausal(true)
                    .withDropout(isTraining() ? dropout : 0)
                    .packed(attn.call(x), heads);
            return residDropout.call(proj.call(y));
        }
    }

    /// Two linear layers, of four times the width between them, on each token.
    private static final class Mlp extends Layer {
        private final Linear fc;
        private final GELU gelu;
        private final Linear proj;
        private final Dropout dropout;

        Mlp(GptOptions options) {
            int width = options.width();
            fc = registerModule("c_fc", new Linear(width, 4 * width, options.linearBias()));
            gelu = registerModule("gelu", new GELU());
            proj = registerModule("c_proj", new Linear(4 * width, width, options.linearBias()));
            dropout = registerModule("dropout", new Dropout(options.dropout()));
        }

        @Override
        protected boolean forgetsIntermediates() {
            return true;
        }

        @Override
        public Tensor forward(Tensor x) {
            return dropout.call(proj.call(gelu.call(fc.call(x))));
        }
    }
}
