package lanewise.engine.op;

import lanewise.engine.BoolArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import org.jspecify.annotations.Nullable;

/// The gradients of [ScaledDotProductAttention] by other operations. The weights are computed as a whole here.
final class AttentionGradient {
    private final Variable q;
    private final Variable k;
    private final Variable v;
    private final float scale;
    private final Variable weights;
    private final Variable dy;

    /// @param dy of the result
    AttentionGradient(
            Variable q, Variable k, Variable v, double scale, boolean causal, @Nullable NDArray mask, Variable dy) {
        this.q = q;
        this.k = k;
        this.v = v;
        this.scale = (float) scale;
        this.dy = dy;
        Variable scores = q.mul(this.scale).apply(MatMul.MATMUL, SquareMatrices.transposed(k));
        if (mask != null) {
            scores = scores.add(scores.constant(mask));
        }
        if (causal) {
            scores = scores.fill(later(q.shape().dim(-2), k.shape().dim(-2)), Float.NEGATIVE_INFINITY);
        }
        weights = scores.apply(new Softmax(-1));
    }

    private static BoolArray later(int queries, int keys) {
        BoolArray later = BoolArray.full(Shape.of(queries, keys), false);
        for (int i = 0; i < queries; i++) {
            for (int j = i + 1; j < keys; j++) {
                later.data()[later.offset() + i * keys + j] = true;
            }
        }
        return later;
    }

    Variable ofValues() {
        return SquareMatrices.transposed(weights).apply(MatMul.MATMUL, dy);
    }

    /// Of the products of queries and keys before they are scaled.
    Variable ofScores() {
        Variable dWeights = dy.apply(MatMul.MATMUL, SquareMatrices.transposed(v));
        Variable mean = dWeights.mul(weights).sum(-1);
        return dWeights.sub(mean).mul(weights).mul(scale);
    }

    Variable ofQueries(Variable dScores) {
        return dScores.apply(MatMul.MATMUL, k);
    }

    Variable ofKeys(Variable dScores) {
        return SquareMatrices.transposed(dScores).apply(MatMul.MATMUL, q);
    }
}
