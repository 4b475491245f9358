package lanewise.nn.data;

import lanewise.autograd.LongTensor;

/// Examples that are found by their number: inputs, and the targets that belong to them.
///
/// A [DataLoader] with workers calls [#get] from several threads at once.
///
/// @param <I> the inputs' type: a [lanewise.autograd.Tensor], a [LongTensor] of tokens, or what holds several
/// @param <T> the targets' type: a [lanewise.autograd.Tensor] of numbers, a [LongTensor] of labels, or what holds
///     several
public interface Dataset<I, T> {
    /// The number of examples.
    int size();

    /// The examples with these numbers, in this order, as one batch.
    ///
    /// @param numbers `[b]`, each from 0 to below [#size()]; one may come more than once
    /// @throws IndexOutOfBoundsException if there is no such example
    Batch<I, T> get(LongTensor numbers);

    /// As [#get(LongTensor)], as they are seen in an epoch. Only where examples are changed at random does the
    /// epoch matter: each example is then changed otherwise in each, but by its number, the epoch and a seed alone,
    /// so that the same epoch has the same examples again.
    ///
    /// @param epoch from 0
    /// @throws IndexOutOfBoundsException if there is no such example
    default Batch<I, T> get(LongTensor numbers, int epoch) {
        return get(numbers);
    }

    /// The numbers as indices: a check for whoever writes a data set.
    ///
    /// @param numbers `[b]`
    /// @throws IndexOutOfBoundsException if there is no such example
    /// @throws lanewise.engine.ShapeMismatchException if they have not one dimension
    default int[] indices(LongTensor numbers) {
        return RowNumbers.check(numbers, size(), "the data set");
    }
}
