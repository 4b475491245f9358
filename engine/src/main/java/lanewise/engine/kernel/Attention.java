package lanewise.engine.kernel;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;
import org.jspecify.annotations.Nullable;

/// Scaled dot product attention, problem by problem: `y = softmax(scale·q·kᵀ + mask)·v`, and its gradient.
///
/// The scores of 64 queries at a time are computed, used and forgotten; the backward pass computes them again. So
/// memory grows with the keys, not with queries times keys. Problems go to one thread each.
public final class Attention implements RangeTask {
    private final AttentionShape shape;
    private final AttentionOperand q;
    private final AttentionOperand k;
    private final AttentionOperand v;
    private final @Nullable AttentionOperand mask;
    private final float[] y;
    private final int yAt;
    private final @Nullable AttentionGradients gradients;

    private Attention(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            float[] y,
            int yAt,
            @Nullable AttentionGradients gradients) {
        this.shape = shape;
        this.q = q;
        this.k = k;
        this.v = v;
        this.mask = mask;
        this.y = y;
        this.yAt = yAt;
        this.gradients = gradients;
    }

    /// Writes `y [problems, queries, values]`, row-major.
    public static void forward(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            float[] y) {
        Workers.run(shape.problems(), grain(shape), new Attention(shape, q, k, v, mask, y, 0, null));
    }

    /// Adds to the gradients, from `dy [problems, queries, values]`, row-major.
    public static void backward(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            float[] dy,
            int dyAt,
            AttentionGradients gradients) {
        Workers.run(shape.problems(), grain(shape), new Attention(shape, q, k, v, mask, dy, dyAt, gradients));
    }

    /// Problems that are worth a thread.
    private static int grain(AttentionShape shape) {
        long each = (long) shape.queries() * shape.keys() * (shape.width() + shape.values()) + 1;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, GemmBlocking.MIN_PRODUCTS / each));
    }

    @Override
    public void run(int from, int to) {
        AttentionTile tile = AttentionTile.ofThread(shape.keys(), gradients != null);
        for (int problem = from; problem < to; problem++) {
            for (int first = 0; first < shape.queries(); first += AttentionTile.QUERIES) {
                int rows = Math.min(AttentionTile.QUERIES, shape.queries() - first);
                int keys = shape.causal() ? Math.min(shape.keys(), first + rows) : shape.keys();
                if (keys > 0) {
                    weights(problem, first, rows, keys, tile);
                }
                if (gradients == null) {
                    attend(problem, first, rows, keys, tile.weights);
                } else if (keys > 0) {
                    differentiate(problem, first, rows, keys, tile, gradients);
                }
            }
        }
    }

    private void weights(int problem, int first, int rows, int keys, AttentionTile tile) {
        Gemm.run(
                rows,
                keys,
                shape.width(),
                q.data(),
                q.starts()[problem] + first * q.row(),
                q.row(),
                q.column(),
                k.data(),
                k.starts()[problem],
                k.column(),
                k.row(),
                tile.scores,
                0,
                keys,
                false);
        for (int i = 0; i < rows; i++) {
            if (mask == null) {
                scale(tile.scores, i * keys, keys);
            } else {
                scaleAndMask(tile.scores, i * keys, keys, mask, problem, first + i);
            }
            if (shape.causal() && first + i + 1 < keys) {
                Arrays.fill(tile.scores, i * keys + first + i + 1, (i + 1) * keys, Float.NEGATIVE_INFINITY);
            }
        }
        RowSoftmax.run(tile.scores, 0, rows, keys, false, tile.weights, 0);
    }

    private void attend(int problem, int first, int rows, int keys, float[] weights) {
        int values = shape.values();
        Gemm.run(
                rows,
                values,
                keys,
                weights,
                0,
                keys,
                1,
                v.data(),
                v.starts()[problem],
                v.row(),
                v.column(),
                y,
                yAt + (problem * shape.queries() + first) * values,
                values,
                false);
    }

    private void differentiate(
            int problem, int first, int rows, int keys, AttentionTile tile, AttentionGradients sums) {
        int values = shape.values();
        int width = shape.width();
        int at = yAt + (problem * shape.queries() + first) * values;
        float[] ofValues = sums.v();
        if (ofValues != null) {
            int to = sums.vAt() + problem * shape.keys() * values;
            Gemm.run(keys, values, rows, tile.weights, 0, 1, keys, y, at, values, 1, ofValues, to, values, true);
        }
        float[] ofQueries = sums.q();
        float[] ofKeys = sums.k();
        if (ofQueries == null && ofKeys == null) {
            return;
        }
        Gemm.run(
                rows,
                keys,
                values,
                y,
                at,
                values,
                1,
                v.data(),
                v.starts()[problem],
                v.column(),
                v.row(),
                tile.gradients,
                0,
                keys,
                false);
        RowSoftmaxGradient.run(tile.weights, 0, rows, keys, false, tile.gradients, 0, tile.scores, 0);
        scale(tile.scores, 0, rows * keys);
        if (ofQueries != null) {
            int to = sums.qAt() + (problem * shape.queries() + first) * width;
            Gemm.run(
                    rows,
                    width,
                    keys,
                    tile.scores,
                    0,
                    keys,
                    1,
                    k.data(),
                    k.starts()[problem],
                    k.row(),
                    k.column(),
                    ofQueries,
                    to,
                    width,
                    true);
        }
        if (ofKeys != null) {
            int to = sums.kAt() + problem * shape.keys() * width;
            Gemm.run(
                    keys,
                    width,
                    rows,
                    tile.scores,
                    0,
                    1,
                    keys,
                    q.data(),
                    q.starts()[problem] + first * q.row(),
                    q.row(),
                    q.column(),
                    ofKeys,
                    to,
                    width,
                    true);
        }
    }

    private void scale(float[] scores, int at, int n) {
        FloatVector factor = FloatVector.broadcast(SPECIES, shape.scale());
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, scores, at + j).mul(factor).intoArray(scores, at + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, scores, at + j)
                    .mul(factor)
                    .intoArray(scores, at + j, SPECIES.indexInRange(0, n - j));
        }
    }

    private void scaleAndMask(float[] scores, int at, int n, AttentionOperand additive, int problem, int row) {
        FloatVector factor = FloatVector.broadcast(SPECIES, shape.scale());
        float[] addends = additive.data();
        int from = additive.starts()[problem] + row * additive.row();
        int j = 0;
        for (; j <= n - LANES; j += LANES) {
            FloatVector.fromArray(SPECIES, scores, at + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, addends, from + j))
                    .intoArray(scores, at + j);
        }
        if (j < n) {
            FloatVector.fromArray(SPECIES, scores, at + j)
                    .fma(factor, FloatVector.fromArray(SPECIES, addends, from + j))
                    .intoArray(scores, at + j, SPECIES.indexInRange(0, n - j));
        }
    }
}
