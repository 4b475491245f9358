package lanewise.engine.kernel;

/// Where the matrices of one of [Attention]'s operands, results or gradients lie.
///
/// @param starts where the matrix of each problem begins, counted from `at`
/// @param row the distance from one row to the next
/// @param column the distance from one column to the next; 1 for what is written
@SuppressWarnings("ArrayRecordComponent") // live memory, compared by nobody
public record AttentionOperand(float[] data, int at, int[] starts, int row, int column) {
    /// Where a row of a problem's matrix begins.
    int rowAt(int problem, int i) {
        return at + starts[problem] + i * row;
    }

    /// The same places, shifted.
    public AttentionOperand shifted(int by) {
        return new AttentionOperand(data, at + by, starts, row, column);
    }
}
