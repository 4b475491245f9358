package lanewise.autograd;

/// Elements chosen along a dimension, and where in it they were; of one shape. Gradients flow through the values.
public record ValuesAndIndices(Tensor values, LongTensor indices) {}
