package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.IndexedElements;

/// The elements of a source in place of those of an array that an index names: `y[index[i, j], j] = source[i, j]`
/// for dimension 0, and so on; see [ScatterOperation]. Of several for one place the last stays.
///
///     dx = dy, 0 at the named places,  dsource[i, j] = dy[index[i, j], j]
///
/// The gradient is right where no place is named twice, as in PyTorch.
public final class Scatter extends ScatterOperation {
    /// Along `dimension`; the index must not change until the backward pass.
    public Scatter(int dimension, LongArray index) {
        super(dimension, index);
    }

    @Override
    public String name() {
        return "scatter";
    }

    @Override
    void write(int[] positions, NDArray source, NDArray y) {
        IndexedElements.put(source.data(), source.offset(), positions, y.data(), y.offset());
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        int[] positions = positions(dy.shape());
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, cleared(dy, positions));
        }
        GradientSum dsource = pass.gradient(1);
        if (dsource != null) {
            Positions.contributePart(name(), dsource, taken(dy, positions));
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        if (recorder.wants(0)) {
            recorder.contribute(0, withoutPlaces(dy));
        }
        if (recorder.wants(1)) {
            contributeToSource(recorder, atPlaces(dy));
        }
    }
}
