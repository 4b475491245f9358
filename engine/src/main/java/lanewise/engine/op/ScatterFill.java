package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.IndexedElements;

/// One number in place of the elements that an index names: `y[index[i, j], j] = value` for dimension 0, and so on;
/// see [ScatterOperation].
///
///     dx = dy, 0 at the named places
public final class ScatterFill extends ScatterOperation {
    private final float value;

    /// `value` along `dimension`; the index must not change until the backward pass.
    public ScatterFill(int dimension, LongArray index, float value) {
        super(dimension, index);
        this.value = value;
    }

    @Override
    public String name() {
        return "scatter";
    }

    @Override
    void write(int[] positions, NDArray unused, NDArray y) {
        IndexedElements.fill(value, positions, y.data(), y.offset());
    }

    @Override
    public void backward(BackwardPass pass) {
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            NDArray dy = pass.outputGradient();
            Positions.contribute(dx, cleared(dy, positions(dy.shape())));
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        if (recorder.wants(0)) {
            recorder.contribute(0, withoutPlaces(recorder.outputGradient()));
        }
    }
}
