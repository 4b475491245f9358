package lanewise.nn.data;

import lanewise.autograd.LongTensor;
import lanewise.engine.LongArray;

/// The rows of a tensor of whole numbers.
final class LongRows implements Rows<LongTensor> {
    private final LongTensor tensor;
    private final LongArray rows;
    private final RowNumbers numbering;

    LongRows(LongTensor tensor) {
        this.tensor = tensor;
        numbering = new RowNumbers(tensor.shape());
        rows = tensor.array().contiguous();
    }

    @Override
    public int size() {
        return numbering.size();
    }

    @Override
    public LongTensor all() {
        return tensor;
    }

    @Override
    public LongTensor take(LongTensor numbers) {
        int[] chosen = numbering.check(numbers);
        LongArray taken = LongArray.empty(tensor.shape().with(0, chosen.length));
        int row = numbering.row();
        long[] from = rows.data();
        long[] to = taken.data();
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(from, rows.offset() + chosen[i] * row, to, i * row, row);
        }
        return LongTensor.of(taken);
    }
}
