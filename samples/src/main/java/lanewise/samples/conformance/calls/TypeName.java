package lanewise.samples.conformance.calls;

/// A type of elements as an argument: `float32`, `int64`, `bool`.
///
/// @param text its name in PyTorch
public record TypeName(String text) {
    static final TypeName FLOAT32 = new TypeName("float32");
    static final TypeName INT64 = new TypeName("int64");
}
