package lanewise.engine.kernel;

/// How the rows of a recurrent cell's step are divided among threads.
final class CellRows {
    /// Elements of the hidden state that make a part: each costs some transcendental functions, so some 5 µs.
    private static final int PART = 1 << 11;

    private CellRows() {}

    /// Rows of a part.
    static int grain(int hidden) {
        return Math.max(1, PART / Math.max(1, hidden));
    }
}
