package lanewise.nn.data;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Examples that lie in memory: example `i` is row `i` of the inputs and of the targets.
///
/// @param <I> the inputs' type: [Tensor], [LongTensor], or what [Rows] holds several in
/// @param <T> the targets' type, as the inputs'
public final class TensorDataset<I, T> implements Dataset<I, T> {
    private final Rows<I> inputs;
    private final Rows<T> targets;

    /// Inputs and targets of any kind.
    ///
    /// @throws ShapeMismatchException if there are not as many rows of both
    public TensorDataset(Rows<I> inputs, Rows<T> targets) {
        if (inputs.size() != targets.size()) {
            throw new ShapeMismatchException(
                    "TensorDataset: " + inputs.size() + " rows of inputs and " + targets.size() + " of targets");
        }
        this.inputs = inputs;
        this.targets = targets;
    }

    /// Inputs `[n, ...]` with numbers as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<Tensor, Tensor> of(Tensor inputs, Tensor targets) {
        check(inputs.shape(), targets.shape());
        return new TensorDataset<>(Rows.of(inputs), Rows.of(targets));
    }

    /// Inputs `[n, ...]` with labels as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<Tensor, LongTensor> of(Tensor inputs, LongTensor targets) {
        check(inputs.shape(), targets.shape());
        return new TensorDataset<>(Rows.of(inputs), Rows.of(targets));
    }

    /// Inputs of whole numbers, such as tokens, `[n, ...]` with labels as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<LongTensor, LongTensor> of(LongTensor inputs, LongTensor targets) {
        check(inputs.shape(), targets.shape());
        return new TensorDataset<>(Rows.of(inputs), Rows.of(targets));
    }

    /// Inputs of whole numbers, such as tokens, `[n, ...]` with numbers as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<LongTensor, Tensor> of(LongTensor inputs, Tensor targets) {
        check(inputs.shape(), targets.shape());
        return new TensorDataset<>(Rows.of(inputs), Rows.of(targets));
    }

    /// All inputs, `[n, ...]`.
    public I inputs() {
        return inputs.all();
    }

    /// All targets, `[n, ...]`.
    public T targets() {
        return targets.all();
    }

    @Override
    public int size() {
        return inputs.size();
    }

    /// {@inheritDoc} The rows are copied.
    @Override
    public Batch<I, T> get(LongTensor numbers) {
        return new Batch<>(inputs.take(numbers), targets.take(numbers), numbers.elements());
    }

    private static void check(Shape inputs, Shape targets) {
        if (inputs.rank() == 0 || targets.rank() == 0 || inputs.dim(0) != targets.dim(0)) {
            throw new ShapeMismatchException("TensorDataset: inputs " + inputs + " and targets " + targets
                    + " need a first dimension of the same size");
        }
    }
}
