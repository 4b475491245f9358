package lanewise.engine.op;

/// Each matrix of the last two dimensions with zeros below a diagonal: `y[i, j] = j − i >= diagonal ? x[i, j] : 0`.
public final class Triu extends TriangularPart {
    /// @param diagonal 0 for the main one, above 0 for those to its right
    public Triu(int diagonal) {
        super(diagonal);
    }

    @Override
    public String name() {
        return "triu";
    }

    @Override
    int from(int at) {
        return Math.max(at, 0);
    }

    @Override
    int to(int at, int columns) {
        return columns;
    }
}
