package lanewise.engine;

/// An array of any element type, where the type does not matter or is to be told apart by a `switch`.
public sealed interface AnyArray permits NDArray, LongArray, BoolArray {
    /// The shape.
    Shape shape();

    /// The number of elements.
    int elements();

    /// Where the elements lie in the storage.
    Layout layout();

    /// The index in the storage of the first element.
    int offset();

    /// The same storage under another layout.
    ///
    /// @throws IllegalArgumentException if an element would lie outside the memory
    AnyArray view(Layout layout);

    /// This array if its elements are one run, otherwise a copy that is.
    AnyArray contiguous();

    /// Takes the memory out of its workspace; see [Storage#keep()]. Returns this.
    AnyArray keep();

    /// The memory, shared with all views.
    Storage storage();

    /// A new row-major array with these elements.
    AnyArray copy();
}
