package lanewise.nn.functional;

import java.util.Arrays;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.PackedAttention;
import lanewise.engine.op.ScaledDotProductAttention;
import org.jspecify.annotations.Nullable;

/// Scaled dot product attention: `softmax(scale·q·kᵀ + mask)·v` (Vaswani et al. 2017, arXiv:1706.03762), of `query
/// [..., queries, width]`, `key [..., keys, width]` and `value [..., keys, values]`, whose dimensions in front
/// broadcast.
///
/// Where neither weights nor dropout are asked for, the scores are never there as a whole: see
/// [ScaledDotProductAttention].
public final class Attention {
    private final @Nullable Tensor mask;
    private final boolean causal;
    private final double dropout;
    private final @Nullable Double scale;

    private Attention(@Nullable Tensor mask, boolean causal, double dropout, @Nullable Double scale) {
        this.mask = mask;
        this.causal = causal;
        this.dropout = dropout;
        this.scale = scale;
    }

    /// The result and the weights.
    ///
    /// @param output `[..., queries, values]`
    /// @param weights `[..., queries, keys]`, of which each row adds up to 1; null if they were not asked for
    public record Weighted(Tensor output, @Nullable Tensor weights) {}

    /// Without a mask or any other option.
    public static Attention plain() {
        return new Attention(null, false, 0, null);
    }

    /// With numbers that are added to the products, of a shape that broadcasts to `[..., queries, keys]`.
    public Attention withMask(Tensor addend) {
        return new Attention(addend, causal, dropout, scale);
    }

    /// With a mask of a shape that broadcasts to `[..., queries, keys]`: a query sees the keys where it is true.
    public Attention withMask(BoolTensor seen) {
        return withMask(additive(seen.not()));
    }

    /// With query `i` seeing no key after the `i`-th.
    public Attention withCausal(boolean causal) {
        return new Attention(mask, causal, dropout, scale);
    }

    /// With dropout of the weights.
    ///
    /// @throws IllegalArgumentException if `p` is not from 0 to 1
    public Attention withDropout(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("scaledDotProductAttention: dropout must be from 0 to 1, not " + p);
        }
        return new Attention(mask, causal, p, scale);
    }

    /// With another factor than 1/√width.
    public Attention withScale(double factor) {
        return new Attention(mask, causal, dropout, factor);
    }

    /// Zero where `hidden` is false, and minus infinity where it is true.
    public static Tensor additive(BoolTensor hidden) {
        return Tensor.full(hidden.shape(), 0f).maskedFill(hidden, Float.NEGATIVE_INFINITY);
    }

    /// The result.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if there are both a mask and a causal one
    public Tensor apply(Tensor query, Tensor key, Tensor value) {
        check(query, key, value);
        if (dropout > 0 || mask != null && mask.requiresGrad()) {
            return weighted(query, key, value).output();
        }
        Shape front = Shape.broadcast(
                "scaledDotProductAttention",
                Shape.broadcast("scaledDotProductAttention", front(query), front(key)),
                front(value));
        return Tensor.apply(
                new ScaledDotProductAttention(factor(query), causal, mask == null ? null : mask.array()),
                expanded(query, front),
                expanded(key, front),
                expanded(value, front));
    }

    /// Self-attention of several heads from one tensor, as a linear layer makes it: queries, keys and values side
    /// by side in `qkv [n, steps, 3·width]`, the heads side by side in each. The result is `[n, steps, width]`.
    /// Without dropout and mask nothing of it is copied apart, forward or backward.
    ///
    /// @throws ShapeMismatchException if there are not three dimensions, or the last is not three times a multiple
    ///     of `heads`
    /// @throws IllegalArgumentException if there are both a mask and a causal one
    public Tensor packed(Tensor qkv, int heads) {
        if (qkv.rank() != 3 || heads < 1 || qkv.dim(2) % (3 * heads) != 0) {
            throw new ShapeMismatchException("packed: qkv " + qkv.shape() + " with " + heads
                    + " heads; it must be [n, steps, 3·width], the width a multiple of the heads");
        }
        int width = qkv.dim(2) / 3;
        if (dropout > 0 || mask != null) {
            Tensor y = apply(
                    byHead(qkv.narrow(2, 0, width), heads),
                    byHead(qkv.narrow(2, width, width), heads),
                    byHead(qkv.narrow(2, 2 * width, width), heads));
            return y.transpose(1, 2).reshape(qkv.dim(0), qkv.dim(1), width);
        }
        double factor = scale != null ? scale : 1 / Math.sqrt((double) width / heads);
        return Tensor.apply(new PackedAttention(heads, factor, causal), qkv);
    }

    /// `[n, steps, width]` as `[n, heads, steps, width/heads]`.
    private static Tensor byHead(Tensor x, int heads) {
        return x.view(x.dim(0), x.dim(1), heads, x.dim(2) / heads).transpose(1, 2);
    }

    /// The result with the weights, which are then computed as a whole.
    ///
    /// @throws ShapeMismatchException if the shapes do not fit
    /// @throws IllegalArgumentException if there are both a mask and a causal one
    public Weighted weighted(Tensor query, Tensor key, Tensor value) {
        check(query, key, value);
        Tensor scores = query.mul((float) factor(query)).matmul(key.transpose(-2, -1));
        if (mask != null) {
            scores = scores.add(mask);
        }
        if (causal) {
            scores = scores.maskedFill(future(scores.dim(-2), scores.dim(-1)), Float.NEGATIVE_INFINITY);
        }
        Tensor weights = Functional.dropout(scores.softmax(-1), dropout, true);
        return new Weighted(weights.matmul(value), weights);
    }

    private double factor(Tensor query) {
        return scale != null ? scale : 1 / Math.sqrt(query.dim(-1));
    }

    private void check(Tensor query, Tensor key, Tensor value) {
        if (mask != null && causal) {
            throw new IllegalArgumentException(
                    "scaledDotProductAttention: a mask and a causal one are given; put the causal one into the mask");
        }
        if (query.rank() < 2 || key.rank() < 2 || value.rank() < 2) {
            throw new ShapeMismatchException("scaledDotProductAttention: query " + query.shape() + ", key "
                    + key.shape() + " and value " + value.shape() + " must have at least 2 dimensions");
        }
    }

    private static BoolTensor future(int queries, int keys) {
        boolean[] later = new boolean[queries * keys];
        for (int i = 0; i < queries; i++) {
            Arrays.fill(later, Math.min(i * keys + i + 1, (i + 1) * keys), (i + 1) * keys, true);
        }
        return BoolTensor.of(Shape.of(queries, keys), later);
    }

    private static Shape front(Tensor x) {
        return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
    }

    private static Tensor expanded(Tensor x, Shape front) {
        if (front(x).equals(front)) {
            return x;
        }
        int[] sizes = Arrays.copyOf(front.toArray(), front.rank() + 2);
        sizes[front.rank()] = x.dim(-2);
        sizes[front.rank() + 1] = x.dim(-1);
        return x.expand(sizes);
    }
}
