package lanewise.autograd;

/// A variance or a standard deviation, and the mean; of one shape.
public record SpreadAndMean(Tensor spread, Tensor mean) {}
