package lanewise.engine.kernel;

/// Where the matrices of an [Attention]'s operand lie.
///
/// @param starts where the matrix of each problem begins
/// @param row the distance from one row to the next
/// @param column the distance from one column to the next
@SuppressWarnings("ArrayRecordComponent") // live memory, compared by nobody
public record AttentionOperand(float[] data, int[] starts, int row, int column) {}
