package lanewise.engine.op;

import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.kernel.IndexedElements;

/// The elements of a source added to those of an array that an index names: `y[index[i, j], j] += source[i, j]` for
/// dimension 0, and so on, in the order of the source; see [ScatterOperation].
///
///     dx = dy,  dsource[i, j] = dy[index[i, j], j]
public final class ScatterAdd extends ScatterOperation {
    /// Along `dimension`; the index must not change until the backward pass.
    public ScatterAdd(int dimension, LongArray index) {
        super(dimension, index);
    }

    @Override
    public String name() {
        return "scatterAdd";
    }

    @Override
    void write(int[] positions, NDArray source, NDArray y) {
        IndexedElements.add(source.data(), source.offset(), positions, y.data(), y.offset());
    }

    @Override
    public void backward(BackwardPass pass) {
        NDArray dy = pass.outputGradient();
        GradientSum dx = pass.gradient(0);
        if (dx != null) {
            Positions.contribute(dx, dy);
        }
        GradientSum dsource = pass.gradient(1);
        if (dsource != null) {
            Positions.contributePart(name(), dsource, taken(dy, positions(dy.shape())));
        }
    }

    @Override
    public void gradient(Recorder recorder) {
        Variable dy = recorder.outputGradient();
        recorder.contribute(0, dy);
        if (recorder.wants(1)) {
            contributeToSource(recorder, atPlaces(dy));
        }
    }
}
