package lanewise.samples.conformance.calls;

import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;

/// A type of elements as an argument: `float32`, `int64`, `bool`.
///
/// @param text its name in PyTorch
public record TypeName(String text) {
    static final TypeName FLOAT32 = new TypeName("float32");
    static final TypeName INT64 = new TypeName("int64");

    /// The type of a tensor.
    static TypeName of(AnyTensor<?> tensor) {
        return switch (tensor) {
            case LongTensor _ -> INT64;
            case BoolTensor _ -> new TypeName("bool");
            default -> FLOAT32;
        };
    }
}
