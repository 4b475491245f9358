package lanewise.nn.data;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Examples that lie in memory: example `i` is row `i` of two tensors.
///
/// @param <T> the targets' type: [Tensor] or [LongTensor]
public final class TensorDataset<T> implements Dataset<T> {
    private final Tensor inputs;
    private final T targets;
    private final Rows<T> targetRows;

    private TensorDataset(Tensor inputs, T targets, Shape targetShape, Rows<T> targetRows) {
        Shape inputShape = inputs.shape();
        if (inputShape.rank() == 0 || targetShape.rank() == 0 || inputShape.dim(0) != targetShape.dim(0)) {
            throw new ShapeMismatchException("TensorDataset: inputs " + inputShape + " and targets " + targetShape
                    + " need a first dimension of the same size");
        }
        this.inputs = inputs;
        this.targets = targets;
        this.targetRows = targetRows;
    }

    /// Inputs `[n, ...]` with numbers as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<Tensor> of(Tensor inputs, Tensor targets) {
        return new TensorDataset<>(inputs, targets, targets.shape(), (rows, numbers) -> rows.indexSelect(0, numbers));
    }

    /// Inputs `[n, ...]` with labels as targets, `[n, ...]`.
    ///
    /// @throws ShapeMismatchException if the first dimensions differ
    public static TensorDataset<LongTensor> of(Tensor inputs, LongTensor targets) {
        return new TensorDataset<>(inputs, targets, targets.shape(), TensorDataset::rows);
    }

    /// All inputs, `[n, ...]`.
    public Tensor inputs() {
        return inputs;
    }

    /// All targets, `[n, ...]`.
    public T targets() {
        return targets;
    }

    @Override
    public int size() {
        return inputs.shape().dim(0);
    }

    /// {@inheritDoc} The rows are copied.
    @Override
    public Batch<T> get(LongTensor numbers) {
        return new Batch<>(inputs.indexSelect(0, numbers), targetRows.select(targets, numbers));
    }

    private static LongTensor rows(LongTensor tensor, LongTensor numbers) {
        LongArray from = tensor.array().contiguous();
        int row = from.elements() / Math.max(1, tensor.dim(0));
        LongArray to = LongArray.empty(tensor.shape().with(0, numbers.elements()));
        for (int i = 0; i < numbers.elements(); i++) {
            int number = (int) numbers.get(i); // the inputs' selection has checked it
            System.arraycopy(from.data(), from.offset() + number * row, to.data(), i * row, row);
        }
        return LongTensor.of(to);
    }

    private interface Rows<T> {
        T select(T rows, LongTensor numbers);
    }
}
