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
/// memory grows with the keys, not with queries times keys. Problems go to one thread each. Backwards the last
/// queries come first, since they see the most keys: what they write the others add to.
public final class Attention implements RangeTask {
    private final AttentionShape shape;
    private final AttentionOperand q;
    private final AttentionOperand k;
    private final AttentionOperand v;
    private final @Nullable AttentionOperand mask;
    private final AttentionOperand y;
    private final @Nullable AttentionGradients gradients;

    private Attention(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            AttentionOperand y,
            @Nullable AttentionGradients gradients) {
        this.shape = shape;
        this.q = q;
        this.k = k;
        this.v = v;
        this.mask = mask;
        this.y = y;
        this.gradients = gradients;
    }

    /// Writes `y`, of `[queries, values]` for each problem.
    public static void forward(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            AttentionOperand y) {
        Workers.run(shape.problems(), grain(shape), new Attention(shape, q, k, v, mask, y, null));
    }

    /// Adds to the gradients or writes them, from `dy`, of `[queries, values]` for each problem.
    public static void backward(
            AttentionShape shape,
            AttentionOperand q,
            AttentionOperand k,
            AttentionOperand v,
            @Nullable AttentionOperand mask,
            AttentionOperand dy,
            AttentionGradients gradients) {
        assert gradients.add() || shape.writesAll() : shape;
        Workers.run(shape.problems(), grain(shape), new Attention(shape, q, k, v, mask, dy, gradients));
    }

    /// Problems that are worth a thread.
    private static int grain(AttentionShape shape) {
        long each = (long) shape.queries() * shape.keys() * (shape.width() + shape.values()) + 1;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, GemmBlocking.MIN_PRODUCTS / each));
    }

    @Override
    public void run(int from, int to) {
        AttentionTile tile = AttentionTile.ofThread(shape.keys(), gradients != null);
        int blocks = GemmBlocking.tiles(shape.queries(), AttentionTile.QUERIES);
        for (int problem = from; problem < to; problem++) {
            for (int block = 0; block < blocks; block++) {
                int first = (gradients == null ? block : blocks - 1 - block) * AttentionTile.QUERIES;
                int rows = Math.min(AttentionTile.QUERIES, shape.queries() - first);
                int keys = shape.causal() ? Math.min(shape.keys(), first + rows) : shape.keys();
                if (keys > 0) {
                    weights(problem, first, rows, keys, tile);
                }
                if (gradients == null) {
                    attend(problem, first, rows, keys, tile.weights);
                } else if (keys > 0) {
                    boolean add = gradients.add() || block > 0;
                    differentiate(problem, first, rows, keys, tile, gradients, add);
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
                q.rowAt(problem, first),
                q.row(),
                q.column(),
                k.data(),
                k.rowAt(problem, 0),
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
        tile.softmax(rows, keys);
    }

    private void attend(int problem, int first, int rows, int keys, float[] weights) {
        Gemm.run(
                rows,
                shape.values(),
                keys,
                weights,
                0,
                keys,
                1,
                v.data(),
                v.rowAt(problem, 0),
                v.row(),
                v.column(),
                y.data(),
                y.rowAt(problem, first),
                y.row(),
                false);
    }

    /// @param add whether the gradients of keys and values come on top of what is there
    private void differentiate(
            int problem, int first, int rows, int keys, AttentionTile tile, AttentionGradients sums, boolean add) {
        int values = shape.values();
        int width = shape.width();
        int at = y.rowAt(problem, first);
        AttentionOperand ofValues = sums.v();
        if (ofValues != null) {
            Gemm.run(
                    keys,
                    values,
                    rows,
                    tile.weights,
                    0,
                    1,
                    keys,
                    y.data(),
                    at,
                    y.row(),
                    y.column(),
                    ofValues.data(),
                    ofValues.rowAt(problem, 0),
                    ofValues.row(),
                    add);
        }
        AttentionOperand ofQueries = sums.q();
        AttentionOperand ofKeys = sums.k();
        if (ofQueries == null && ofKeys == null) {
            return;
        }
        Gemm.run(
                rows,
                keys,
                values,
                y.data(),
                at,
                y.row(),
                y.column(),
                v.data(),
                v.rowAt(problem, 0),
                v.column(),
                v.row(),
                tile.gradients,
                0,
                keys,
                false);
        tile.softmaxGradient(rows, keys);
        scale(tile.scores, 0, rows * keys);
        if (ofQueries != null) {
            Gemm.run(
                    rows,
                    width,
                    keys,
                    tile.scores,
                    0,
                    keys,
                    1,
                    k.data(),
                    k.rowAt(problem, 0),
                    k.row(),
                    k.column(),
                    ofQueries.data(),
                    ofQueries.rowAt(problem, first),
                    ofQueries.row(),
                    sums.add());
        }
        if (ofKeys != null) {
            Gemm.run(
                    keys,
                    width,
                    rows,
                    tile.scores,
                    0,
                    1,
                    keys,
                    q.data(),
                    q.rowAt(problem, first),
                    q.row(),
                    q.column(),
                    ofKeys.data(),
                    ofKeys.rowAt(problem, 0),
                    ofKeys.row(),
                    add);
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
        int from = additive.rowAt(problem, row);
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
