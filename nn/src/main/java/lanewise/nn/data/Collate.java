package lanewise.nn.data;

import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;

/// Makes a batch of examples: PyTorch's `collate_fn`.
///
/// @param <E> the type of an example
/// @param <I> the type of the batch's inputs
/// @param <T> the type of the batch's targets
@FunctionalInterface
public interface Collate<E, I, T> {
    /// One batch of these examples, in this order.
    Batch<I, T> collate(List<E> examples);

    /// Puts batches together, one behind another: their inputs and targets are tensors, or lists
    /// of tensors.
    ///
    /// @throws IllegalArgumentException when a batch holds anything else
    static <I, T> Collate<Batch<I, T>, I, T> batches() {
        return pieces -> {
            List<I> inputs = new ArrayList<>();
            List<T> targets = new ArrayList<>();
            int size = 0;
            for (Batch<I, T> piece : pieces) {
                inputs.add(piece.inputs());
                targets.add(piece.targets());
                size += piece.size();
            }
            return new Batch<>(Joined.of(inputs), Joined.of(targets), size);
        };
    }

    /// Puts single examples together: tensors of one shape `[...]` become one `[b, ...]`, numbers `[b]`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException when the shapes of examples differ
    static Collate<Example<Tensor, Tensor>, Tensor, Tensor> numbers() {
        return examples -> new Batch<>(
                Tensor.stack(examples.stream().map(Example::input).toList(), 0),
                Tensor.stack(examples.stream().map(Example::target).toList(), 0),
                examples.size());
    }

    /// Puts single examples with a label together: tensors of one shape `[...]` become one `[b, ...]`.
    ///
    /// @throws lanewise.engine.ShapeMismatchException when the shapes of examples differ
    static Collate<Example<Tensor, Long>, Tensor, LongTensor> labels() {
        return examples -> new Batch<>(
                Tensor.stack(examples.stream().map(Example::input).toList(), 0),
                LongTensor.of(examples.stream().mapToLong(Example::target).toArray()),
                examples.size());
    }
}
