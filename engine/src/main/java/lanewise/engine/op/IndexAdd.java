package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Slices added to those of a dimension that a list names: `y[..., index[j], ...] += source[..., j, ...]`, in the
/// order of the list.
///
///     dx = dy,  dsource[..., j, ...] = dy[..., index[j], ...]
public final class IndexAdd extends IndexedRowsOperation {
    /// To the indices `index`, `[k]` or `[]`, of `dimension`; they must not change until the backward pass.
    public IndexAdd(int dimension, LongArray index) {
        super(dimension, index);
    }

    @Override
    public String name() {
        return "indexAdd";
    }

    @Override
    void write(Rows rows, NDArray source, NDArray y) {
        rows.add(source, y);
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, pass.outputGradient());
        }
        backwardSource(pass);
    }

    @Override
    public void gradient(Recorder recorder) {
        recorder.contribute(0, recorder.outputGradient());
        gradientOfSource(recorder);
    }
}
