package lanewise.nn.pretrained;

import java.util.List;
import java.util.stream.IntStream;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.nn.Dropout;
import lanewise.nn.Embedding;
import lanewise.nn.Layer;
import lanewise.nn.LayerNorm;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.ModuleList;
import lanewise.nn.functional.Functional;

/// GPT-2 under the names of Hugging Face's `GPT2LMHeadModel`.
final class Gpt2 extends Module {
    final Transformer transformer;
    private final Linear head;

    Gpt2(int words, int context, int width, int heads, int layers) {
        this.transformer = registerModule("transformer", new Transformer(words, context, width, heads, layers));
        this.head = registerModule("lm_head", new Linear(transformer.wte.weight(), null));
    }

    Tensor call(LongTensor words) {
        return head.call(transformer.call(words));
    }

    /// The model without its last layer.
    static final class Transformer extends Module {
        private final Embedding wte;
        private final Embedding wpe;
        private final Dropout drop = new Dropout(0.1);
        private final ModuleList<Block> blocks;
        private final LayerNorm norm;

        Transformer(int words, int context, int width, int heads, int layers) {
            this.wte = registerModule("wte", new Embedding(words, width));
            this.wpe = registerModule("wpe", new Embedding(context, width));
            List<Block> made = IntStream.range(0, layers)
                    .mapToObj(_ -> new Block(width, heads, context))
                    .toList();
            this.blocks = registerModule("h", new ModuleList<>(made));
            this.norm = registerModule("ln_f", new LayerNorm(width));
            registerModule("drop", drop);
        }

        Tensor call(LongTensor words) {
            Tensor x = drop.call(wte.call(words).add(wpe.call(LongTensor.arange(words.dim(1)))));
            for (Block block : blocks) {
                x = block.call(x);
            }
            return norm.call(x);
        }
    }

    private static final class Block extends Layer {
        private final LayerNorm ln1;
        private final Attention attention;
        private final LayerNorm ln2;
        private final FeedForward mlp;

        Block(int width, int heads, int context) {
            this.ln1 = registerModule("ln_1", new LayerNorm(width));
            this.attention = registerModule("attn", new Attention(width, heads, context));
            this.ln2 = registerModule("ln_2", new LayerNorm(width));
            this.mlp = registerModule("mlp", new FeedForward(width));
        }

        @Override
        public Tensor forward(Tensor input) {
            Tensor x = input.add(attention.call(ln1.call(input)));
            return x.add(mlp.call(ln2.call(x)));
        }
    }

    /// The older files hold the causal mask and the number that stands for minus infinity; the newer do not.
    private static final class Attention extends Layer {
        private final int heads;
        private final Conv1D attend;
        private final Conv1D project;
        private final BoolTensor future;

        Attention(int width, int heads, int context) {
            this.heads = heads;
            this.future = registerBuffer(
                    "future", Tensor.ones(context, context).triu(1).toBool());
            setPersistent("future", false);
            this.attend = registerModule("c_attn", new Conv1D(width, 3 * width));
            this.project = registerModule("c_proj", new Conv1D(width, width));
        }

        @Override
        public Tensor forward(Tensor input) {
            int n = input.dim(0);
            int t = input.dim(1);
            int width = input.dim(2);
            List<Tensor> qkv = attend.call(input).split(width, 2).stream()
                    .map(part -> part.view(n, t, heads, width / heads).transpose(1, 2))
                    .toList();
            Tensor scores =
                    qkv.get(0).matmul(qkv.get(1).transpose(-2, -1)).div((float) Math.sqrt((double) width / heads));
            BoolTensor hidden = future.narrow(0, 0, t).narrow(1, 0, t);
            Tensor weights = scores.maskedFill(hidden, Float.NEGATIVE_INFINITY).softmax(-1);
            return project.call(weights.matmul(qkv.get(2)).transpose(1, 2).reshape(n, t, width));
        }
    }

    private static final class FeedForward extends Layer {
        private final Conv1D expand;
        private final Conv1D project;

        FeedForward(int width) {
            this.expand = registerModule("c_fc", new Conv1D(width, 4 * width));
            this.project = registerModule("c_proj", new Conv1D(4 * width, width));
        }

        @Override
        public Tensor forward(Tensor input) {
            return project.call(Functional.geluTanh(expand.call(input)));
        }
    }

    /// A linear layer whose weight is `[in, out]`.
    private static final class Conv1D extends Layer {
        private final Parameter weight;
        private final Parameter bias;

        Conv1D(int in, int out) {
            this.weight = registerParameter("weight", new Parameter(Tensor.randn(in, out)));
            this.bias = registerParameter("bias", new Parameter(Tensor.zeros(out)));
        }

        @Override
        public Tensor forward(Tensor input) {
            return input.matmul(weight).add(bias);
        }
    }
}
