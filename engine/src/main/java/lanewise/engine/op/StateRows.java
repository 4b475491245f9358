package lanewise.engine.op;

/// Where a recurrent network's states lie, row by row.
///
/// @param at where the first row begins
/// @param step the step after which they were; −1 for those that a pass began with
@SuppressWarnings("ArrayRecordComponent") // live memory, compared by nobody
record StateRows(float[] data, int at, int step) {}
