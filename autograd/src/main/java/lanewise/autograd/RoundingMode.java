package lanewise.autograd;

/// How a quotient becomes an integer.
public enum RoundingMode {
    /// Towards 0, as Java divides integers.
    TRUNC,
    /// Down, as Python's `//`.
    FLOOR
}
