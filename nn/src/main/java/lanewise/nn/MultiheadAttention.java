package lanewise.nn;

import java.util.List;
import java.util.Objects;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.nn.functional.Attention;
import lanewise.nn.functional.Functional;
import lanewise.nn.init.Init;
import org.jspecify.annotations.Nullable;

/// Attention by several heads (Vaswani et al. 2017, arXiv:1706.03762): queries, keys and values are projected to
/// `heads` parts, each part attends for itself, and the results beside each other are projected once more.
///
/// The projections' weights are `in_proj_weight [3·embed, embed]`, or `q_proj_weight`, `k_proj_weight` and
/// `v_proj_weight` where keys or values have another width, and start by Xavier's rule; `in_proj_bias [3·embed]`
/// and `out_proj.bias` start as zeros; `bias_k` and `bias_v [1, 1, embed]` are the learned key and value.
public final class MultiheadAttention extends Module {
    private final int embedDim;
    private final int heads;
    private final AttentionOptions options;
    private final int kdim;
    private final int vdim;
    private final @Nullable Parameter inProjection;
    private final @Nullable Parameter queryProjection;
    private final @Nullable Parameter keyProjection;
    private final @Nullable Parameter valueProjection;
    private final @Nullable Parameter inBias;
    private final @Nullable Parameter biasK;
    private final @Nullable Parameter biasV;
    private final Linear outProjection;

    /// What a call gives.
    ///
    /// @param output of the queries' shape
    /// @param weights `[batch, queries, keys]`, or of every head `[batch, heads, queries, keys]`; null if they were
    ///     not asked for
    public record Output(Tensor output, @Nullable Tensor weights) implements TensorGroup<Output> {
        @Override
        public List<@Nullable Tensor> tensors() {
            return TensorGroup.list(output, weights);
        }

        @Override
        public Output withTensors(List<@Nullable Tensor> tensors) {
            return new Output(Objects.requireNonNull(tensors.get(0)), tensors.get(1));
        }
    }

    /// The weights that a call gives.
    public enum Weights {
        /// None: the fastest, since they are then never there as a whole.
        NONE,
        /// The mean of all heads.
        MEAN,
        /// Those of every head.
        PER_HEAD
    }

    /// With biases, and no other option.
    ///
    /// @throws IllegalArgumentException if `embedDim` is no multiple of `numHeads`
    public MultiheadAttention(int embedDim, int numHeads) {
        this(embedDim, numHeads, new AttentionOptions());
    }

    /// With all options.
    ///
    /// @throws IllegalArgumentException if `embedDim` is no multiple of `numHeads`
    public MultiheadAttention(int embedDim, int numHeads, AttentionOptions options) {
        if (embedDim < 1 || numHeads < 1 || embedDim % numHeads != 0) {
            throw new IllegalArgumentException("MultiheadAttention: embedDim, " + embedDim
                    + ", must be a multiple of numHeads, " + numHeads + ", and neither less than 1");
        }
        this.embedDim = embedDim;
        this.heads = numHeads;
        this.options = options;
        Integer ofKeys = options.kdim();
        Integer ofValues = options.vdim();
        this.kdim = ofKeys == null ? embedDim : ofKeys;
        this.vdim = ofValues == null ? embedDim : ofValues;
        boolean same = kdim == embedDim && vdim == embedDim;
        this.inProjection = same ? add("in_proj_weight", 3 * embedDim, embedDim) : null;
        this.queryProjection = same ? null : add("q_proj_weight", embedDim, embedDim);
        this.keyProjection = same ? null : add("k_proj_weight", embedDim, kdim);
        this.valueProjection = same ? null : add("v_proj_weight", embedDim, vdim);
        this.inBias = options.bias() ? add("in_proj_bias", 3 * embedDim) : null;
        this.biasK = options.addBiasKv() ? add("bias_k", 1, 1, embedDim) : null;
        this.biasV = options.addBiasKv() ? add("bias_v", 1, 1, embedDim) : null;
        this.outProjection = registerModule("out_proj", new Linear(embedDim, embedDim, options.bias()));
        resetParameters();
    }

    private Parameter add(String name, int... sizes) {
        return registerParameter(name, new Parameter(Tensor.of(NDArray.zerosKept(Shape.of(sizes)))));
    }

    /// Draws the weights anew.
    public void resetParameters() {
        for (Parameter weight : new Parameter[] {inProjection, queryProjection, keyProjection, valueProjection}) {
            if (weight != null) {
                Init.xavierUniform_(weight);
            }
        }
        outProjection.resetParameters();
        Parameter outBias = outProjection.bias();
        if (inBias != null && outBias != null) {
            Init.zeros_(inBias);
            Init.zeros_(outBias);
        }
        if (biasK != null && biasV != null) {
            Init.xavierNormal_(biasK);
            Init.xavierNormal_(biasV);
        }
    }

    /// The projection of the result.
    public Linear outProjection() {
        return outProjection;
    }

    /// With the mean of the heads' weights, as PyTorch gives it by default.
    ///
    /// @param query `[queries, batch, embed]`, or `[batch, queries, embed]` if the batch is first, or `[queries,
    /// embed]`
    /// @param key likewise, of the keys' width
    /// @param value as many as keys, of the values' width
    /// @throws ShapeMismatchException if the shapes do not fit
    public Output call(Tensor query, Tensor key, Tensor value) {
        return call(query, key, value, AttentionMasks.none(), Weights.MEAN);
    }

    /// With all options.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    public Output call(Tensor query, Tensor key, Tensor value, AttentionMasks masks, Weights weights) {
        return hooked(this, MultiheadAttention::forward, query, key, value, masks, weights);
    }

    private Output forward(Tensor query, Tensor key, Tensor value, AttentionMasks masks, Weights weights) {
        check(query, key, value);
        if (query.rank() == 2) {
            int batch = options.batchFirst() ? 0 : 1;
            boolean self = query == key && key == value;
            Tensor q = query.unsqueeze(batch);
            Tensor k = self ? q : key.unsqueeze(batch);
            Tensor v = self ? q : value.unsqueeze(batch);
            Tensor padding = masks.keyPadding();
            Output output =
                    batched(q, k, v, padding == null ? masks : masks.withKeyPadding(padding.unsqueeze(0)), weights);
            Tensor given = output.weights();
            return new Output(output.output().squeeze(batch), given == null ? null : given.squeeze(0));
        }
        return batched(query, key, value, masks, weights);
    }

    private Output batched(Tensor query, Tensor key, Tensor value, AttentionMasks masks, Weights asked) {
        int stepAxis = options.batchFirst() ? 1 : 0;
        int batch = query.dim(1 - stepAxis);
        int queries = query.dim(stepAxis);
        Tensor[] projected = projected(query, key, value);
        Tensor k = projected[1];
        Tensor v = projected[2];
        if (biasK != null && biasV != null) {
            int[] sizes = {1, 1, embedDim};
            sizes[1 - stepAxis] = batch;
            k = Tensor.cat(List.of(k, biasK.expand(sizes)), stepAxis);
            v = Tensor.cat(List.of(v, biasV.expand(sizes)), stepAxis);
        }
        if (options.addZeroAttn()) {
            Tensor zeros = Tensor.of(NDArray.zeros(k.shape().with(stepAxis, 1)));
            k = Tensor.cat(List.of(k, zeros), stepAxis);
            v = Tensor.cat(List.of(v, zeros), stepAxis);
        }
        Attention attention = Attention.plain();
        Tensor mask = mask(masks, batch, queries, key.dim(stepAxis), k.dim(stepAxis));
        if (mask != null) {
            attention = attention.withMask(mask);
        }
        if (isTraining()) {
            attention = attention.withDropout(options.dropout());
        }
        Tensor q = byHead(projected[0]);
        Attention.Weighted result = asked == Weights.NONE
                ? new Attention.Weighted(attention.apply(q, byHead(k), byHead(v)), null)
                : attention.weighted(q, byHead(k), byHead(v));
        Tensor joined = options.batchFirst()
                ? result.output().permute(0, 2, 1, 3).reshape(batch, queries, embedDim)
                : result.output().permute(2, 0, 1, 3).reshape(queries, batch, embedDim);
        Tensor weights = result.weights();
        return new Output(
                outProjection.call(joined), weights == null || asked == Weights.PER_HEAD ? weights : weights.mean(1));
    }

    /// Of the projections, of the queries with the keys and of the weights with the values.
    long multiplyAdds(Tensor query, Tensor key) {
        int stepAxis = query.rank() == 2 || !options.batchFirst() ? 0 : 1;
        long batch = query.rank() == 2 ? 1 : query.dim(1 - stepAxis);
        long queries = query.dim(stepAxis);
        long given = key.dim(stepAxis);
        long keys = given + (biasK == null ? 0 : 1) + (options.addZeroAttn() ? 1 : 0);
        long widths = inProjection == null
                ? Objects.requireNonNull(keyProjection).dim(1)
                        + Objects.requireNonNull(valueProjection).dim(1)
                : 2L * embedDim;
        return batch * embedDim * (queries * embedDim + given * widths + 2 * queries * keys);
    }

    /// `[batch, heads, steps, embed / heads]`
    private Tensor byHead(Tensor x) {
        Tensor parts = x.reshape(x.dim(0), x.dim(1), heads, embedDim / heads);
        return options.batchFirst() ? parts.permute(0, 2, 1, 3) : parts.permute(1, 2, 0, 3);
    }

    private Tensor[] projected(Tensor query, Tensor key, Tensor value) {
        if (inProjection != null && query == key && key == value) {
            Tensor all = linear(query, inProjection, inBias);
            return new Tensor[] {part(all, -1, 0), part(all, -1, 1), part(all, -1, 2)};
        }
        Tensor[] inputs = {query, key, value};
        @Nullable Tensor[] separate = {queryProjection, keyProjection, valueProjection};
        Tensor[] projected = new Tensor[3];
        for (int i = 0; i < 3; i++) {
            Tensor own = separate[i];
            Tensor weight = own != null ? own : part(Objects.requireNonNull(inProjection), 0, i);
            projected[i] = linear(inputs[i], weight, inBias == null ? null : part(inBias, 0, i));
        }
        return projected;
    }

    private Tensor part(Tensor x, int dimension, int i) {
        return x.narrow(dimension, i * embedDim, embedDim);
    }

    private static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return bias == null ? Functional.linear(x, weight) : Functional.linear(x, weight, bias);
    }

    /// Both masks as one that broadcasts to `[batch, heads, queries, keys]`; the keys that were added are seen.
    private @Nullable Tensor mask(AttentionMasks masks, int batch, int queries, int given, int keys) {
        Tensor attention = masks.attention();
        Tensor sum = null;
        if (attention != null) {
            boolean perHead = attention.rank() == 3;
            Shape expected = perHead ? Shape.of(batch * heads, queries, given) : Shape.of(queries, given);
            require("attention mask", attention, expected);
            sum = seen(perHead ? attention.reshape(batch, heads, queries, given) : attention, keys - given);
        }
        Tensor padding = masks.keyPadding();
        if (padding != null) {
            require("key padding mask", padding, Shape.of(batch, given));
            Tensor spread = seen(padding, keys - given).reshape(batch, 1, 1, keys);
            sum = sum == null ? spread : sum.add(spread);
        }
        return sum;
    }

    private static Tensor seen(Tensor mask, int more) {
        return more == 0
                ? mask
                : Tensor.cat(List.of(mask, Tensor.of(NDArray.zeros(mask.shape().with(-1, more)))), -1);
    }

    private static void require(String what, Tensor mask, Shape expected) {
        if (!mask.shape().equals(expected)) {
            throw new ShapeMismatchException(
                    "MultiheadAttention: the " + what + " is " + mask.shape() + " and must be " + expected);
        }
    }

    private void check(Tensor query, Tensor key, Tensor value) {
        int rank = query.rank();
        if (rank != 2 && rank != 3 || key.rank() != rank || value.rank() != rank) {
            throw new ShapeMismatchException("MultiheadAttention: query " + query.shape() + ", key " + key.shape()
                    + " and value " + value.shape() + " must all have 3 dimensions, or 2 without a batch");
        }
        if (query.dim(-1) != embedDim || key.dim(-1) != kdim || value.dim(-1) != vdim) {
            throw new ShapeMismatchException("MultiheadAttention: query " + query.shape() + ", key " + key.shape()
                    + " and value " + value.shape() + " must have the widths " + embedDim + ", " + kdim + " and "
                    + vdim);
        }
        int stepAxis = rank == 3 && options.batchFirst() ? 1 : 0;
        if (key.dim(stepAxis) != value.dim(stepAxis)
                || rank == 3
                        && (key.dim(1 - stepAxis) != query.dim(1 - stepAxis)
                                || value.dim(1 - stepAxis) != query.dim(1 - stepAxis))) {
            throw new ShapeMismatchException("MultiheadAttention: query " + query.shape() + ", key " + key.shape()
                    + " and value " + value.shape()
                    + " must be of one batch, and there must be as many values as keys");
        }
    }
}
