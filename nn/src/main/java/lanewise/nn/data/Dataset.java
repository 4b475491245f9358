package lanewise.nn.data;

import lanewise.autograd.LongTensor;

/// Examples that are found by their number: inputs, and the targets that belong to them.
///
/// @param <T> the targets' type: a [lanewise.autograd.Tensor] of numbers, or a [LongTensor] of labels
public interface Dataset<T> {
    /// The number of examples.
    int size();

    /// The examples with these numbers, in this order, as one batch.
    ///
    /// @param numbers `[b]`, each from 0 to below [#size()]; one may come more than once
    /// @throws IndexOutOfBoundsException if there is no such example
    Batch<T> get(LongTensor numbers);
}
