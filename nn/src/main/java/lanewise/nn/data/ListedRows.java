package lanewise.nn.data;

import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.ShapeMismatchException;

/// The rows of several tensors.
final class ListedRows implements Rows<List<Tensor>> {
    private final List<FloatRows> columns;

    ListedRows(List<FloatRows> columns) {
        this.columns = columns;
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("Rows: at least one tensor is needed");
        }
        for (FloatRows column : columns) {
            if (column.size() != size()) {
                throw new ShapeMismatchException(
                        "Rows: " + columns.getFirst().all().shape() + " and "
                                + column.all().shape() + " need a first dimension of the same size");
            }
        }
    }

    @Override
    public int size() {
        return columns.getFirst().size();
    }

    @Override
    public List<Tensor> all() {
        return columns.stream().map(FloatRows::all).toList();
    }

    @Override
    public List<Tensor> take(LongTensor numbers) {
        return columns.stream().map(column -> column.take(numbers)).toList();
    }
}
