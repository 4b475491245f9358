package lanewise.autograd;

/// The smallest and the largest elements; of one shape.
public record MinAndMax(Tensor min, Tensor max) {}
