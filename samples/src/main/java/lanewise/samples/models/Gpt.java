package lanewise.samples.models;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.Dropout;
import lanewise.nn.Embedding;
import lanewise.nn.Layer;
import lanewise.nn.LayerNorm;
import lanewise.nn.LayerNormOptions;
import lanewise.nn.Linear;
import lanewise.nn.Module;
import lanewise.nn.ModuleDict;
import lanewise.nn.ModuleList;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;

/// The decoder-only Transformer in the layout and with the names of nanoGPT (Radford et al. 2019, "Language models
/// are unsupervised multitask learners"; Vaswani et al. 2017, arXiv:1706.03762;
/// <https://github.com/karpathy/nanoGPT>): vectors of tokens and positions, [blocks][GptBlock] that normalise
/// before each part, a last normalisation and a head, which may share its weight with the tokens' table (Press,
/// Wolf 2016, arXiv:1608.05859).
///
/// Weights start normally distributed with standard deviation 0.02, those of the projections that add to the
/// blocks' stream with 0.02/√(2·layers); biases are zeros.
public final class Gpt extends Module {
    private static final float STD = 0.02f;

    private final GptOptions options;
    private final Embedding wte;
    private final Embedding wpe;
    private final Dropout drop;
    private final ModuleList<GptBlock> h = new ModuleList<>();
    private final LayerNorm lnF;
    private final Layer head;

    /// A model of these sizes.
    public Gpt(GptOptions options) {
        this.options = options;
        wte = new Embedding(options.vocabulary(), options.width());
        wpe = new Embedding(options.context(), options.width());
        drop = new Dropout(options.dropout());
        for (int i = 0; i < options.layers(); i++) {
            h.add(new GptBlock(options));
        }
        lnF = norm(options);
        registerModule(
                "transformer",
                new ModuleDict()
                        .put("wte", wte)
                        .put("wpe", wpe)
                        .put("drop", drop)
                        .put("h", h)
                        .put("ln_f", lnF));
        head = registerModule(
                "lm_head",
                options.tied() ? new TiedHead(wte.weight()) : new Linear(options.width(), options.vocabulary(), false));
        initialise();
    }

    /// The sizes.
    public GptOptions options() {
        return options;
    }

    /// @param tokens their numbers, `[n, steps]`, no more steps than the context has
    /// @return logits of the token after each, `[n, steps, vocabulary]`
    /// @throws ShapeMismatchException if there are more steps
    public Tensor call(LongTensor tokens) {
        return head.call(states(tokens));
    }

    /// As [#call], but for the token after the last alone: what sampling needs.
    ///
    /// @return `[n, vocabulary]`
    public Tensor next(LongTensor tokens) {
        return head.call(states(tokens).select(1, -1));
    }

    /// What the head sees, `[n, steps, width]`.
    private Tensor states(LongTensor tokens) {
        int steps = tokens.dim(1);
        if (steps > options.context()) {
            throw new ShapeMismatchException("Gpt: tokens " + tokens.shape() + " have " + steps
                    + " steps, and the context is " + options.context());
        }
        Tensor x = wte.call(tokens).add(wpe.weight().narrow(0, 0, steps));
        x = drop.call(x);
        for (GptBlock block : h) {
            x = block.call(x);
        }
        return lnF.call(x);
    }

    private void initialise() {
        float small = (float) (STD / Math.sqrt(2.0 * options.layers()));
        namedParameters().forEach((name, parameter) -> {
            if (name.endsWith("c_proj.weight")) {
                Init.normal_(parameter, 0f, small);
            } else if (parameter.rank() == 2) {
                Init.normal_(parameter, 0f, STD);
            } else if (name.endsWith(".bias")) {
                Init.zeros_(parameter);
            }
        });
    }

    static LayerNorm norm(GptOptions options) {
        return new LayerNorm(Shape.of(options.width()), new LayerNormOptions().withBias(options.normBias()));
    }

    /// A linear layer without a bias whose weight is another module's.
    private static final class TiedHead extends Layer {
        private final Parameter weight;

        TiedHead(Parameter weight) {
            this.weight = registerParameter("weight", weight);
        }

        @Override
        protected boolean forgetsIntermediates() {
            return true;
        }

        @Override
        public Tensor forward(Tensor input) {
            return Functional.linear(input, weight);
        }
    }
}
