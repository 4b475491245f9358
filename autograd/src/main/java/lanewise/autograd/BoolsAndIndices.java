package lanewise.autograd;

/// Elements of a [BoolTensor] chosen along a dimension, and where in it they were; of one shape.
public record BoolsAndIndices(BoolTensor values, LongTensor indices) {
    /// Of their numbers, 1 for true.
    static BoolsAndIndices of(LongsAndIndices numbers) {
        return new BoolsAndIndices(numbers.values().toBool(), numbers.indices());
    }
}
