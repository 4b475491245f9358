package lanewise.nn.data;

import java.util.List;
import java.util.function.BiFunction;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// One column of a table of examples: what example `i` has in it is row `i` of a tensor, or of several.
///
/// ```java
/// record Sentences(LongTensor tokens, Tensor mask) {}
///
/// var inputs = Rows.of(tokens).with(Rows.of(mask), Sentences::new);
/// var dataset = new TensorDataset<>(inputs, Rows.of(labels));
/// ```
///
/// @param <X> the type of all rows together, and of a selection of them
public interface Rows<X> {
    /// The number of rows.
    int size();

    /// All rows. Not copied.
    X all();

    /// A copy of the rows with these numbers, in this order.
    ///
    /// @param numbers `[b]`
    /// @throws IndexOutOfBoundsException if there is no such row
    X take(LongTensor numbers);

    /// The rows of a tensor `[n, ...]`. If they do not lie one behind another in memory, they are copied once.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the tensor has no dimension
    static Rows<Tensor> of(Tensor tensor) {
        return new FloatRows(tensor);
    }

    /// The rows of a tensor `[n, ...]` of whole numbers, as in [#of(Tensor)].
    ///
    /// @throws lanewise.engine.ShapeMismatchException if the tensor has no dimension
    static Rows<LongTensor> of(LongTensor tensor) {
        return new LongRows(tensor);
    }

    /// The rows of several tensors of as many rows; a selection is the list of theirs.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if one has no dimension, or other rows than the first
    static Rows<List<Tensor>> of(List<Tensor> tensors) {
        return new ListedRows(tensors.stream().map(FloatRows::new).toList());
    }

    /// The rows of two columns; a selection is what `join` makes of theirs, a record for example.
    ///
    /// @throws lanewise.engine.ShapeMismatchException if there are not as many rows in both
    default <Y, Z> Rows<Z> with(Rows<Y> other, BiFunction<? super X, ? super Y, ? extends Z> join) {
        return new JoinedRows<>(this, other, join);
    }
}
