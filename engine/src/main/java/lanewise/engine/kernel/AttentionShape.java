package lanewise.engine.kernel;

/// The sizes of an [Attention]: so many problems of `q [queries, width]`, `k [keys, width]` and `v [keys, values]`.
///
/// @param causal whether query `i` sees no key after the `i`-th
/// @param scale what the scores are multiplied by
public record AttentionShape(int problems, int queries, int keys, int width, int values, boolean causal, float scale) {
    /// Whether each query sees a key and each key is seen by the last queries: then every element of a gradient has
    /// a first product that may overwrite what is there.
    public boolean writesAll() {
        return queries > 0 && keys > 0 && (!causal || queries >= keys);
    }
}
