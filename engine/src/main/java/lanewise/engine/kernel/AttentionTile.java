package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;

/// A thread's memory for the scores of some queries, which grows with the keys and stays.
final class AttentionTile {
    /// Queries whose scores are computed together.
    static final int QUERIES = 64;

    private static final ThreadLocal<AttentionTile> OF_THREAD = ThreadLocal.withInitial(AttentionTile::new);

    float[] scores = {};
    float[] weights = {};
    float[] gradients = {};

    /// Softmax and its gradient for as many keys as each of some queries sees, made once: 64 keys more in each.
    private @Nullable RowSoftmax[] softmax = {};

    private @Nullable RowSoftmaxGradient[] softmaxGradient = {};

    private AttentionTile() {}

    /// The calling thread's, with room for so many keys.
    static AttentionTile ofThread(int keys, boolean backward) {
        AttentionTile tile = OF_THREAD.get();
        int size = QUERIES * keys + Lanes.PADDING;
        if (tile.scores.length < size) {
            tile.scores = new float[size];
            tile.weights = new float[size];
            tile.softmax = new @Nullable RowSoftmax[GemmBlocking.tiles(keys, QUERIES) + 1];
        }
        if (backward && tile.gradients.length < size) {
            tile.gradients = new float[size];
        }
        if (backward && tile.softmaxGradient.length < tile.softmax.length) {
            tile.softmaxGradient = new @Nullable RowSoftmaxGradient[tile.softmax.length];
        }
        return tile;
    }

    /// Softmax of `rows` rows of scores of so many keys, into the weights.
    void softmax(int rows, int keys) {
        int place = GemmBlocking.tiles(keys, QUERIES);
        RowSoftmax found = softmax[place];
        if (found == null || !found.isOf(scores, keys, weights)) {
            found = RowSoftmax.of(scores, keys, weights);
            softmax[place] = found;
        }
        found.run(rows);
    }

    /// Its gradient, from the weights and the gradients, in the place of the scores.
    void softmaxGradient(int rows, int keys) {
        int place = GemmBlocking.tiles(keys, QUERIES);
        RowSoftmaxGradient found = softmaxGradient[place];
        if (found == null || !found.isOf(weights, keys, gradients, scores)) {
            found = RowSoftmaxGradient.of(weights, keys, gradients, scores);
            softmaxGradient[place] = found;
        }
        found.run(rows);
    }
}
