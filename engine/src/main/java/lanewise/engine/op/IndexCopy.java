package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;

/// Slices in place of those of a dimension that a list names: `y[..., index[j], ...] = source[..., j, ...]`; of
/// several for one index the last stays.
///
///     dx = dy, 0 at the named indices,  dsource[..., j, ...] = dy[..., index[j], ...]
///
/// The gradient is right where no index is named twice, as in PyTorch.
public final class IndexCopy extends IndexedRowsOperation {
    /// To the indices `index`, `[k]` or `[]`, of `dimension`; they must not change until the backward pass.
    public IndexCopy(int dimension, LongArray index) {
        super(dimension, index);
    }

    @Override
    public String name() {
        return "indexCopy";
    }

    @Override
    void write(Rows rows, NDArray source, NDArray y) {
        rows.put(source, y);
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray gradient = pass.outputGradient().copy();
            if (gradient.elements() > 0) {
                rows(gradient.shape()).fill(0f, gradient);
            }
            Positions.contribute(dx, gradient);
        }
        backwardSource(pass);
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            Variable dy = recorder.outputGradient();
            recorder.contribute(0, dy.apply(this, dy.constant(NDArray.zeros(sourceShape(dy.shape())))));
        }
        gradientOfSource(recorder);
    }
}
