package lanewise.engine.op;

/// Each matrix of the last two dimensions with zeros above a diagonal: `y[i, j] = j − i <= diagonal ? x[i, j] : 0`.
public final class Tril extends TriangularPart {
    /// @param diagonal 0 for the main one, above 0 for those to its right
    public Tril(int diagonal) {
        super(diagonal);
    }

    @Override
    public String name() {
        return "tril";
    }

    @Override
    int from(int at) {
        return 0;
    }

    @Override
    int to(int at, int columns) {
        return Math.min(at + 1, columns);
    }
}
