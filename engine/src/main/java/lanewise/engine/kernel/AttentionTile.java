package lanewise.engine.kernel;

/// A thread's memory for the scores of some queries, which grows with the keys and stays.
final class AttentionTile {
    /// Queries whose scores are computed together.
    static final int QUERIES = 64;

    private static final ThreadLocal<AttentionTile> OF_THREAD = ThreadLocal.withInitial(AttentionTile::new);

    float[] scores = {};
    float[] weights = {};
    float[] gradients = {};

    private AttentionTile() {}

    /// The calling thread's, with room for so many keys.
    static AttentionTile ofThread(int keys, boolean backward) {
        AttentionTile tile = OF_THREAD.get();
        int size = QUERIES * keys + lanewise.engine.simd.Lanes.PADDING;
        if (tile.scores.length < size) {
            tile.scores = new float[size];
            tile.weights = new float[size];
        }
        if (backward && tile.gradients.length < size) {
            tile.gradients = new float[size];
        }
        return tile;
    }
}
