package lanewise.engine;

/// An array of any element type, where the type does not matter or is to be told apart by a `switch`.
public sealed interface AnyArray permits NDArray, LongArray, BoolArray {
    /// The shape.
    Shape shape();

    /// The memory, shared with all views.
    Storage storage();

    /// A new row-major array with these elements.
    AnyArray copy();
}
