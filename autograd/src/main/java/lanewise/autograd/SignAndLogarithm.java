package lanewise.autograd;

/// The sign of numbers, −1, 0 or 1, and the logarithm of their magnitude; of one shape. Gradients flow through the
/// logarithm.
public record SignAndLogarithm(Tensor sign, Tensor logarithm) {}
