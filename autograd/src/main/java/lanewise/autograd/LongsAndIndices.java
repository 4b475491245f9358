package lanewise.autograd;

/// Elements of a [LongTensor] chosen along a dimension, and where in it they were; of one shape.
public record LongsAndIndices(LongTensor values, LongTensor indices) {}
