package lanewise.bench.peers;

/// A problem in a library's own terms, with all memory that it needs.
interface Work {
    /// Computes it once.
    void run();

    /// Adds what the last call has computed, under the names that all contenders give it.
    void result(Digest digest);

    /// Gives memory back that the garbage collector knows nothing of.
    default void close() {}
}
