package lanewise.nn.data;

import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;

/// The rows of a tensor. They are copied by the thread that asks, since the worker threads belong to the step that
/// computes meanwhile.
final class FloatRows implements Rows<Tensor> {
    private final Tensor tensor;
    private final NDArray rows;
    private final RowNumbers numbering;

    FloatRows(Tensor tensor) {
        this.tensor = tensor;
        numbering = new RowNumbers(tensor.shape());
        rows = tensor.array().contiguous();
    }

    @Override
    public int size() {
        return numbering.size();
    }

    @Override
    public Tensor all() {
        return tensor;
    }

    @Override
    public Tensor take(LongTensor numbers) {
        int[] chosen = numbering.check(numbers);
        NDArray taken = NDArray.empty(tensor.shape().with(0, chosen.length));
        int row = numbering.row();
        float[] from = rows.data();
        float[] to = taken.data();
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(from, rows.offset() + chosen[i] * row, to, i * row, row);
        }
        return Tensor.of(taken);
    }
}
